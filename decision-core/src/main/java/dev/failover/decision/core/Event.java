package dev.failover.decision.core;

/** What happens to a service. Time is in the events: nothing here has a clock. */
public sealed interface Event permits CheckSeen, ChangeSeen, CommandSeen, Tick {

    /** This event's step. The same policy and state always give the same outcome. */
    Outcome apply(Policy policy, State state);
}
