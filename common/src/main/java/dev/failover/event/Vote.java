package dev.failover.event;

/** What one location holds of one endpoint after thresholds. */
public enum Vote {
    UP,
    DOWN,
    UNKNOWN
}
