package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;

/**
 * By how much an endpoint's data was behind the active one's, when both answered.
 *
 * @param takenAt what was written at the active endpoint since then may be missing as well
 */
public record Lag(Duration behind, Instant takenAt) {

    /** The most that a move would lose now. */
    Duration lossAt(Instant now) {
        Duration since = Duration.between(takenAt, now);
        return since.isNegative() ? behind : behind.plus(since);
    }
}
