package dev.failover.decision.core;

/**
 * What makes one location's vote, after gdnsd's three thresholds.
 *
 * @param down failures that make DOWN; passes in between do not forgive them unless there are {@code forgive} in a row
 * @param forgive passes in a row after which earlier failures are forgotten
 * @param up passes in a row that make UP
 * @param windowFailures failures among the last {@code windowSize} checks that make DOWN too, so that periodic flapping
 *     is seen
 * @param windowSize 1..64
 */
public record Thresholds(int down, int forgive, int up, int windowFailures, int windowSize) {

    public Thresholds {
        if (down < 1 || forgive < 1 || up < 1) {
            throw new IllegalArgumentException("down, forgive and up must be at least 1");
        }
        if (windowSize < 1 || windowSize > 64 || windowFailures < 1 || windowFailures > windowSize) {
            throw new IllegalArgumentException("the window must be 1..64 checks and windowFailures within it");
        }
    }
}
