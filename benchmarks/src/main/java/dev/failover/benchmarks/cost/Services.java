package dev.failover.benchmarks.cost;

import dev.failover.decision.core.ByName;
import dev.failover.decision.core.ChangeSeen;
import dev.failover.decision.core.CheckOutcome;
import dev.failover.decision.core.CheckSeen;
import dev.failover.decision.core.Event;
import dev.failover.decision.core.Flapping;
import dev.failover.decision.core.Mode;
import dev.failover.decision.core.Policy;
import dev.failover.decision.core.State;
import dev.failover.decision.core.Thresholds;
import dev.failover.decision.core.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Services as production has them: two endpoints, three locations, the default rules. */
final class Services {

    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    static final List<String> ENDPOINTS = List.of("primary", "secondary");
    static final List<String> LOCATIONS = List.of("eu-west-1a", "eu-west-1b", "eu-west-1c");
    static final List<String> BOOTS = List.of("5f0c", "71aa", "c3d9");
    private static final Duration TOOK = Duration.ofMillis(12);
    private static final Duration BEHIND = Duration.ofMillis(4);

    private Services() {}

    static Policy policy(String service) {
        return new Policy(
                service,
                ENDPOINTS.stream().map(name -> new Policy.Candidate(name, true)).toList(),
                Mode.AUTO,
                new Thresholds(3, 2, 3, 6, 10),
                ByName.none(),
                2,
                Duration.ofSeconds(10),
                new Policy.Moves(Duration.ofMinutes(5), Duration.ofHours(1), true, Duration.ofSeconds(30), false),
                new Policy.Failback(false, Duration.ofMinutes(5)),
                new Flapping(3, Duration.ofMinutes(15)),
                null,
                Duration.ofMinutes(1),
                Duration.ofSeconds(10));
    }

    static CheckSeen check(Instant at, int endpoint, int location, long sequence, boolean passes) {
        return new CheckSeen(
                at,
                ENDPOINTS.get(endpoint),
                LOCATIONS.get(location),
                BOOTS.get(location),
                sequence,
                passes ? CheckOutcome.PASS : CheckOutcome.FAIL,
                TOOK,
                BEHIND,
                ByName.none(),
                passes ? null : "TIMEOUT",
                null);
    }

    /** Claimed, watched for a minute, and well: the name is at the primary. */
    static State settled(Policy policy) {
        State claiming = after(State.unclaimed(policy.mode()), policy, new Tick(NOON.minusSeconds(60)));
        Event confirmed = new ChangeSeen(
                NOON.minusSeconds(59),
                Objects.requireNonNull(claiming.intent()).decisionId(),
                claiming.epoch(),
                ChangeSeen.Result.CONFIRMED,
                "primary",
                "claimed");
        State state = after(claiming, policy, confirmed);
        for (int second = -20; second <= 0; second++) {
            state = after(seen(state, policy, second, true, true), policy, new Tick(NOON.plusSeconds(second)));
        }
        return state;
    }

    /** Every location has checked both endpoints in this second, counted from noon. */
    static State seen(State state, Policy policy, int second, boolean primaryPasses, boolean secondaryPasses) {
        State next = state;
        for (int location = 0; location < LOCATIONS.size(); location++) {
            Instant at = NOON.plusSeconds(second);
            next = after(next, policy, check(at, 0, location, 1000L + second, primaryPasses));
            next = after(next, policy, check(at, 1, location, 1000L + second, secondaryPasses));
        }
        return next;
    }

    private static State after(State state, Policy policy, Event event) {
        return event.apply(policy, state).next();
    }
}
