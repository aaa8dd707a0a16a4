package dev.failover.decision.core;

import java.util.List;

/** What an event leads to: the next state, and what is to be published. */
public record Outcome(State next, List<Effect> effects) {

    public Outcome {
        effects = List.copyOf(effects);
    }

    static Outcome of(State next) {
        return new Outcome(next, List.of());
    }
}
