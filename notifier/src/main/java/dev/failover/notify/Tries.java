package dev.failover.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The tries of one notice.
 *
 * @param next when the next one is due
 * @param pause the longest wait before the one after that; the true one is scattered between its half and its whole
 */
record Tries(Instant first, Instant next, Duration pause) {

    /** The longest that one notice is tried: as long as a FIFO topic drops what it has taken already. */
    static final Duration BUDGET = Duration.ofMinutes(5);

    static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    static Tries begin(Instant now) {
        return new Tries(now, now, FIRST_WAIT);
    }

    boolean due(Instant now) {
        return !now.isBefore(next);
    }

    boolean exhausted(Instant now) {
        return Duration.between(first, now).compareTo(BUDGET) >= 0;
    }

    Tries failed(Instant now) {
        long half = pause.toMillis() / 2;
        Duration scattered =
                Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
        Duration twice = pause.multipliedBy(2);
        return new Tries(first, now.plus(scattered), twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT);
    }
}
