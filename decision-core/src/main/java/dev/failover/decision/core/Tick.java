package dev.failover.decision.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * It is this late now; judge. The only event that decides.
 *
 * @param incident what the fleet suffers from; null when it is calm
 */
public record Tick(Instant now, @Nullable Incident incident) implements Event {

    /** While the fleet is calm. */
    public Tick(Instant now) {
        this(now, null);
    }

    @Override
    public Outcome apply(Policy policy, State state) {
        return new Judge(policy, now, incident).judge(state);
    }
}
