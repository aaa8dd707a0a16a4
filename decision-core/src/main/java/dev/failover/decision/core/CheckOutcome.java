package dev.failover.decision.core;

/** What one check says of the endpoint. */
public enum CheckOutcome {
    PASS,
    FAIL,
    /** The prober's own fault: says nothing of the endpoint. */
    PROBER_ERROR
}
