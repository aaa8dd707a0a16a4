package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one location has seen of one endpoint, and the vote that follows. Counters stop at their thresholds, so that a
 * steady endpoint has a steady tally.
 *
 * @param failures not forgiven yet
 * @param passes in a row
 * @param window the last checks, newest in the lowest bit, 1 = failed
 * @param windowLength how many of the window's bits are filled
 * @param boot the prober's process; with {@code sequence} it tells duplicates and order
 * @param lastSeen when the location was last heard of this endpoint, whatever it said
 * @param lastCounted when a check last counted: PASS or FAIL, not the prober's own fault
 * @param firstFailureAt when the first of the failures that count now was seen
 */
public record Tally(
        Vote vote,
        int failures,
        int passes,
        long window,
        int windowLength,
        String boot,
        long sequence,
        Instant lastSeen,
        Instant lastCounted,
        @Nullable Instant firstFailureAt) {

    /** A location that has not been heard of yet. */
    static Tally first(CheckSeen check) {
        return new Tally(Vote.UNKNOWN, 0, 0, 0, 0, check.boot(), check.sequence() - 1, check.at(), check.at(), null);
    }

    /** The same with one check more. A duplicate, or one that was overtaken, changes nothing (scenario 15). */
    Tally with(CheckSeen check, Policy policy) {
        if (check.boot().equals(boot) && check.sequence() <= sequence) {
            return this;
        }
        // What was counted before a silence says nothing about now.
        boolean silent = isStale(check.at(), policy.staleAfter());
        Tally before = silent ? Tally.first(check) : this;
        return switch (check.outcome()) {
            case PASS -> before.passed(check, policy.thresholds());
            case FAIL -> before.failed(check, policy.thresholds());
            // Nothing is known of the endpoint from this check; it does not keep the vote alive either.
            case PROBER_ERROR -> heard(check);
        };
    }

    private Tally heard(CheckSeen check) {
        return new Tally(
                vote,
                failures,
                passes,
                window,
                windowLength,
                check.boot(),
                check.sequence(),
                check.at(),
                lastCounted,
                firstFailureAt);
    }

    private Tally failed(CheckSeen check, Thresholds thresholds) {
        int failuresNow = Math.min(failures + 1, thresholds.down());
        long windowNow = slide(1, thresholds);
        boolean down = failuresNow >= thresholds.down() || Long.bitCount(windowNow) >= thresholds.windowFailures();
        return new Tally(
                down ? Vote.DOWN : vote,
                failuresNow,
                0,
                windowNow,
                Math.min(windowLength + 1, thresholds.windowSize()),
                check.boot(),
                check.sequence(),
                check.at(),
                check.at(),
                firstFailureAt == null ? check.at() : firstFailureAt);
    }

    private Tally passed(CheckSeen check, Thresholds thresholds) {
        int passesNow = Math.min(passes + 1, Math.max(thresholds.up(), thresholds.forgive()));
        boolean up = vote != Vote.UP && passesNow >= thresholds.up();
        boolean forgiven = up || (vote != Vote.DOWN && passesNow >= thresholds.forgive());
        // Up again is a fresh start: else the window's old failures would take it down with the next one.
        long windowNow = up ? 0 : slide(0, thresholds);
        return new Tally(
                up ? Vote.UP : vote,
                forgiven ? 0 : failures,
                passesNow,
                windowNow,
                up ? 0 : Math.min(windowLength + 1, thresholds.windowSize()),
                check.boot(),
                check.sequence(),
                check.at(),
                check.at(),
                forgiven && windowNow == 0 ? null : firstFailureAt);
    }

    private long slide(int bit, Thresholds thresholds) {
        long mask = thresholds.windowSize() == 64 ? -1L : (1L << thresholds.windowSize()) - 1;
        return ((window << 1) | bit) & mask;
    }

    private boolean isStale(Instant now, Duration staleAfter) {
        return Duration.between(lastCounted, now).compareTo(staleAfter) > 0;
    }

    /** The vote as it counts now: none after a silence (scenario 4). */
    Vote voteAt(Instant now, Duration staleAfter) {
        return isStale(now, staleAfter) ? Vote.UNKNOWN : vote;
    }

    /** Whether it differs in nothing but when and by which process it was last seen. */
    boolean judgesLike(Tally other) {
        return vote == other.vote
                && failures == other.failures
                && passes == other.passes
                && window == other.window
                && windowLength == other.windowLength;
    }
}
