package dev.failover.decision.core;

/** What is the case with a service, in one word; each has one action, see {@link Judge}. */
public enum Diagnosis {
    /** Nobody has said yet which endpoint the name has. */
    NOT_CLAIMED,
    /** A decision is published and not confirmed. */
    IN_FLIGHT,
    /** The last decision was not carried out; the zone is looked at again soon. */
    REFUSED,
    /** A person ordered a move. */
    ORDERED,
    /** Too few locations are heard of the active endpoint. */
    NO_FRESH_CHECKS,
    /** The locations disagree about the active endpoint. */
    LOCATIONS_DISAGREE,
    /** The preferred endpoint is active and UP. */
    SETTLED,
    /** Another endpoint is active and UP, and the preferred one is not ready to take the name back. */
    AWAY,
    /** Another endpoint is active, and the preferred one is well again. */
    FAILBACK_READY,
    /** The active endpoint is DOWN and another one is UP. */
    ACTIVE_DOWN,
    /** The active endpoint is DOWN and so are all others. */
    ALL_DOWN,
    /** The active endpoint is DOWN and no other one is confirmed UP. */
    NO_CANDIDATE
}
