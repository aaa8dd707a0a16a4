package dev.failover.simulation;

/** What must hold after every event, whatever fails. */
enum Invariant {
    /** A name that was answered once is always answered. */
    NEVER_EMPTY,
    /** The name is only given to an endpoint that enough locations found well of late, unless a person forced it. */
    ONLY_TO_CONFIRMED_UP,
    /** A name only leaves an endpoint by itself that checks in two locations found failing of late, or for a preferred one. */
    ONLY_FROM_FAILING,
    /** Each decision of a service has the last one's epoch and one more; one published again is the same word for word. */
    EPOCHS_GROW_BY_ONE,
    /** One automatic move of a service per cool-down, and one more in an emergency where the policy allows it. */
    ONE_MOVE_PER_COOL_DOWN,
    /** No automatic move while too few locations are heard. */
    UNKNOWN_NEVER_MOVES,
    /** No automatic move against a pause, an override, a maintenance or the mode. */
    OVERRIDE_WINS,
    /** A step of a gradual move gives an endpoint more of the answers than it has, and the two have all of them. */
    SHARES_GROW,
    /** The zone changes only by a decision that is in the log, and to nothing but what that one says. */
    ONLY_AS_DECIDED,
    /** After the faults end every service is within the stated time where its truth and its policy say. */
    CONVERGES
}
