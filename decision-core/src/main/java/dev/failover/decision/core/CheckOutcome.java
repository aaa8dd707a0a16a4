package dev.failover.decision.core;

/** What one check says of the endpoint. */
public enum CheckOutcome {
    PASS,
    FAIL,
    /** The prober's own fault: says nothing of the endpoint. */
    PROBER_ERROR,
    /** The location cannot even reach its canary targets: it has no vote until it sees again (scenario 1). */
    BLIND
}
