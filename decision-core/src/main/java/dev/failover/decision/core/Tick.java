package dev.failover.decision.core;

import java.time.Instant;

/** It is this late now; judge. The only event that decides. */
public record Tick(Instant now) implements Event {

    @Override
    public Outcome apply(Policy policy, State state) {
        return new Judge(policy, now).judge(state);
    }
}
