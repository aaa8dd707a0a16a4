package dev.failover.event;

/** What the quorum of locations holds of one endpoint. */
public enum Verdict {
    UP,
    DOWN,
    /** The locations disagree. */
    SUSPECT,
    /** Too few locations hold a vote: never moves anything. */
    UNKNOWN
}
