package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A location checked an endpoint. Only counted here: what follows from it is judged with the next {@link Tick}, so that a
 * backlog read after a restart loses no failure and decides nothing by itself.
 *
 * @param at when the broker got it
 * @param took how long the check took; measured as {@link Mark#LATENCY_MILLIS}
 * @param behind from the end of the check, by the prober's clock, to {@code at}: on the way and by which its clock is off
 * @param measures graded figures by name, such as {@link Mark#LAG_SECONDS}
 * @param failure the class of the failure, a word
 * @param unready why the endpoint must not take the name although it serves, as a sentence
 */
public record CheckSeen(
        Instant at,
        String endpoint,
        String location,
        String boot,
        long sequence,
        CheckOutcome outcome,
        Duration took,
        Duration behind,
        ByName<Double> measures,
        @Nullable String failure,
        @Nullable String unready)
        implements Event {

    @Override
    public Outcome apply(Policy policy, State state) {
        if (!policy.has(endpoint)) {
            return ignored(state, "of an endpoint that the service has not");
        }
        Endpoint before = state.endpoint(endpoint, at);
        Tally known = before.tallies().get(location);
        Tally tally = known == null ? Tally.first(this) : known;
        if (tally.hasCounted(this)) {
            return ignored(state, "repeated");
        }
        Tally counted = tally.with(this, policy);
        Endpoint after = before.with(location, counted, lag(state, before, policy));
        if (counted.late() > tally.late()) {
            State next = state.withEndpoint(endpoint, after);
            return ignored(next, behind.compareTo(tally.behind()) < 0 ? "future" : "late");
        }
        return Outcome.of(state.withEndpoint(endpoint, after.usedAs(this, policy)));
    }

    /**
     * The figure as told now, if the active endpoint answers this location as well; otherwise the last one that was: how
     * far a standby is behind is not known any more once the active one is gone, and often reads zero (scenario 22).
     */
    private @Nullable Lag lag(State state, Endpoint before, Policy policy) {
        Double told = measures.get(Mark.LAG_SECONDS);
        boolean believed = outcome == CheckOutcome.PASS && state.activeAnswers(location, at, policy.staleAfter());
        if (told == null || !believed) {
            return before.lag();
        }
        return new Lag(Duration.ofMillis(Math.round(told * 1000)), at);
    }

    private Outcome ignored(State state, String why) {
        return new Outcome(state, List.of(new Effect.CheckIgnored(endpoint, location, why)));
    }

    /** A graded figure, where this check has it. */
    @Nullable
    Double measure(String name) {
        return name.equals(Mark.LATENCY_MILLIS) ? Double.valueOf((double) took.toMillis()) : measures.get(name);
    }
}
