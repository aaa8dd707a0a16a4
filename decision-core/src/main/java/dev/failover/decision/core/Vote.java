package dev.failover.decision.core;

/** What one location holds of one endpoint after thresholds. */
public enum Vote {
    UP,
    DOWN,
    /** Not enough checks yet. */
    UNKNOWN
}
