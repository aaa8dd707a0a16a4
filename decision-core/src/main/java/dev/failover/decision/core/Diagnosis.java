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
    /** Too few locations are heard of the active endpoint, or can see. */
    NO_FRESH_CHECKS,
    /** The locations disagree about the active endpoint. */
    LOCATIONS_DISAGREE,
    /** The active endpoint is UP, and none is preferred to it. */
    SETTLED,
    /** The active endpoint is UP, and one that is preferred to it is not ready to take the name back. */
    AWAY,
    /** The active endpoint is UP, and one that is preferred to it is ready to take the name back. */
    FAILBACK_READY,
    /** A gradual move is under way: another endpoint has a part of the answers, and gets more. */
    SHIFTING,
    /** The same, and that endpoint is DOWN or gone: the active one gets the answers back. */
    SHIFT_FAILED,
    /** The active endpoint is DOWN and another one can take the name. */
    ACTIVE_DOWN,
    /** The same, and so many services are bad at once that a person has to look first. */
    FLEET_BRAKED,
    /** The active endpoint is DOWN and so are all others. */
    ALL_DOWN,
    /** The active endpoint is DOWN and no other one can take the name. */
    NO_CANDIDATE
}
