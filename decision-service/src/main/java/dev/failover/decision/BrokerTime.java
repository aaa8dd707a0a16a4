package dev.failover.decision;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time by the stamps that the broker gives to one partition's observations, carried on between them by a monotonic
 * clock. So a vote's age is measured with one clock, and neither a wrong clock of this machine nor a step of it makes a
 * vote fresh or stale (scenario 16). Before anything was heard: this machine's clock.
 *
 * <p>A stamp tells what time it is only if the record has just come: the last one before a silence is as old as the
 * silence, and read after a restart it would make old votes fresh again (scenarios 18 and 42). So after a take-over the time
 * is sure with the first record that comes while the partition is watched, or, where none comes, after a while by this
 * machine's clock, if that is later.
 */
final class BrokerTime {

    /** What a record's way from the broker may take without the time being set back. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    /** A partition was watched if it was known to have no more than this long ago. */
    private static final Duration WATCHED = Duration.ofSeconds(2);

    /** So long after a take-over silence is silence, and not a check that is still to come. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private final Clock clock;
    private final long openedAt;
    private @Nullable Instant anchor;
    private long anchoredAt;
    private @Nullable Long emptyAt;
    private boolean live;

    /**
     * A time without an anchor.
     *
     * @param nanos monotonic
     */
    BrokerTime(LongSupplier nanos, Clock clock) {
        this.nanos = nanos;
        this.clock = clock;
        this.openedAt = nanos.getAsLong();
    }

    /** A state was restored that was written then. */
    void writtenAt(Instant stamp) {
        if (anchor == null || stamp.isAfter(now())) {
            anchorAt(stamp);
        }
    }

    /**
     * An observation was read.
     *
     * @param newest whether the broker has none after it
     */
    void heard(Instant stamp, boolean newest) {
        boolean justCame = newest && emptyAt != null && isWithin(emptyAt, WATCHED);
        Instant now = now();
        // Only what has just come tells, by a stamp in the past, that the broker's clock was set back.
        if (anchor == null
                || stamp.isAfter(now)
                || (justCame && stamp.plus(ON_THE_WAY).isBefore(now))) {
            anchorAt(stamp);
        }
        live |= justCame;
        if (newest) {
            nothingMore();
        }
    }

    /** The broker has no observation that was not read. */
    void nothingMore() {
        emptyAt = nanos.getAsLong();
    }

    private void anchorAt(Instant stamp) {
        anchor = stamp;
        anchoredAt = nanos.getAsLong();
    }

    private boolean isWithin(long since, Duration time) {
        return nanos.getAsLong() - since <= time.toNanos();
    }

    /** Whether old votes cannot be taken for fresh ones. */
    boolean isSure() {
        return anchor == null || live || !isWithin(openedAt, PATIENCE);
    }

    Instant now() {
        if (anchor == null) {
            return clock.instant();
        }
        Instant carried = anchor.plusNanos(nanos.getAsLong() - anchoredAt);
        boolean silent = !live && !isWithin(openedAt, PATIENCE);
        return silent && clock.instant().isAfter(carried) ? clock.instant() : carried;
    }
}
