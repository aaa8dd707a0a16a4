package dev.failover.decision;

import dev.failover.decision.core.Diagnosis;
import dev.failover.decision.core.Endpoint;
import dev.failover.decision.core.Explanation;
import dev.failover.decision.core.Intent;
import dev.failover.decision.core.Mode;
import dev.failover.decision.core.MoveKind;
import dev.failover.decision.core.Order;
import dev.failover.decision.core.Pause;
import dev.failover.decision.core.Refusal;
import dev.failover.decision.core.State;
import dev.failover.decision.core.Tally;
import dev.failover.decision.core.Verdict;
import dev.failover.decision.core.Vote;
import dev.failover.event.Decision;
import dev.failover.event.Policy;
import dev.failover.event.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The core's state to its event on {@code failover.state}, and back; nothing is lost on the way. */
final class StateMapping {

    private StateMapping() {}

    static ServiceState event(String service, State state, Instant now) {
        return new ServiceState(
                service,
                now,
                Policy.Mode.valueOf(state.mode().name()),
                state.active(),
                state.epoch(),
                state.endpoints().entrySet().stream()
                        .map(entry -> endpoint(entry.getKey(), entry.getValue()))
                        .toList(),
                orNull(state.intent(), StateMapping::intent),
                state.coolDownUntil(),
                orNull(state.pause(), p -> new ServiceState.Pause(p.until(), p.by(), p.reason())),
                orNull(state.refusal(), r -> new ServiceState.Refusal(r.decisionId(), r.reason(), r.retryAt())),
                orNull(state.order(), o -> new ServiceState.Order(o.to(), o.force(), o.by(), o.reason(), o.at())),
                state.note(),
                state.stableSince(),
                explanation(state.explanation()));
    }

    private static ServiceState.Explanation explanation(Explanation explanation) {
        return new ServiceState.Explanation(
                explanation.diagnosis().name(), explanation.sentence(), explanation.wouldChange());
    }

    private static ServiceState.EndpointState endpoint(String name, Endpoint endpoint) {
        List<ServiceState.LocationState> locations = endpoint.tallies().entrySet().stream()
                .map(entry -> location(entry.getKey(), entry.getValue()))
                .toList();
        return new ServiceState.EndpointState(
                name,
                EventMapping.verdict(endpoint.verdict()),
                endpoint.since(),
                locations.stream()
                        .map(ServiceState.LocationState::firstFailureAt)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null),
                locations);
    }

    private static ServiceState.LocationState location(String location, Tally tally) {
        return new ServiceState.LocationState(
                location,
                EventMapping.vote(tally.vote()),
                tally.failures(),
                tally.passes(),
                tally.window(),
                tally.windowLength(),
                tally.boot(),
                tally.sequence(),
                tally.lastSeen(),
                tally.lastCounted(),
                tally.firstFailureAt());
    }

    private static ServiceState.Intent intent(Intent intent) {
        return new ServiceState.Intent(
                intent.decisionId(),
                intent.epoch(),
                EventMapping.kind(intent.kind()),
                intent.from(),
                intent.to(),
                intent.reason(),
                intent.accepted(),
                intent.firstFailureAt(),
                intent.decidedAt(),
                intent.publishedAt());
    }

    static State state(ServiceState event) {
        SortedMap<String, Endpoint> endpoints = new TreeMap<>();
        event.endpoints().forEach(endpoint -> endpoints.put(endpoint.name(), endpoint(endpoint)));
        return new State(
                Mode.valueOf(event.mode().name()),
                endpoints,
                event.active(),
                event.epoch(),
                orNull(event.intent(), StateMapping::intent),
                orNull(event.refusal(), r -> new Refusal(r.decisionId(), r.reason(), r.retryAt())),
                event.coolDownUntil(),
                orNull(event.pause(), p -> new Pause(p.until(), p.by(), p.reason())),
                orNull(event.order(), o -> new Order(o.to(), o.force(), o.by(), o.reason(), o.at())),
                event.note(),
                event.stableSince(),
                explanation(event.explanation()));
    }

    private static Explanation explanation(ServiceState.Explanation explanation) {
        return new Explanation(diagnosis(explanation.diagnosis()), explanation.sentence(), explanation.wouldChange());
    }

    /** A newer writer may know more diagnoses; the next judgement makes its own anyway. */
    private static Diagnosis diagnosis(String name) {
        for (Diagnosis diagnosis : Diagnosis.values()) {
            if (diagnosis.name().equals(name)) {
                return diagnosis;
            }
        }
        return Diagnosis.NO_FRESH_CHECKS;
    }

    private static Endpoint endpoint(ServiceState.EndpointState event) {
        SortedMap<String, Tally> tallies = new TreeMap<>();
        event.locations().forEach(location -> tallies.put(location.location(), tally(location)));
        return new Endpoint(Verdict.valueOf(event.verdict().name()), event.since(), tallies);
    }

    private static Tally tally(ServiceState.LocationState location) {
        return new Tally(
                Vote.valueOf(location.vote().name()),
                location.failures(),
                location.passes(),
                location.window(),
                location.windowLength(),
                location.boot(),
                location.sequence(),
                location.lastSeen(),
                location.lastCounted(),
                location.firstFailureAt());
    }

    private static Intent intent(ServiceState.Intent intent) {
        return new Intent(
                intent.decisionId(),
                intent.epoch(),
                kind(intent.kind()),
                intent.from(),
                intent.to(),
                intent.reason(),
                intent.accepted(),
                intent.firstFailureAt(),
                intent.decidedAt(),
                intent.publishedAt());
    }

    private static MoveKind kind(Decision.Kind kind) {
        return MoveKind.valueOf(kind.name());
    }

    private static <A, B> @Nullable B orNull(@Nullable A value, Function<A, B> mapping) {
        return value == null ? null : mapping.apply(value);
    }
}
