package dev.failover.decision.core;

import java.time.Instant;

/**
 * A location checked an endpoint. Only counted here: what follows from it is judged with the next {@link Tick}, so that a
 * backlog read after a restart loses no failure and decides nothing by itself.
 *
 * @param at when the broker got it
 */
public record CheckSeen(Instant at, String endpoint, String location, String boot, long sequence, CheckOutcome outcome)
        implements Event {

    @Override
    public Outcome apply(Policy policy, State state) {
        if (!policy.endpoints().contains(endpoint)) {
            // Of an endpoint that was removed meanwhile.
            return Outcome.of(state);
        }
        return Outcome.of(
                state.withEndpoint(endpoint, state.endpoint(endpoint, at).with(this, policy)));
    }
}
