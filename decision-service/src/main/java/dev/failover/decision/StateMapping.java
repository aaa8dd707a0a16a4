package dev.failover.decision;

import dev.failover.decision.core.Brake;
import dev.failover.decision.core.ByName;
import dev.failover.decision.core.CoolDown;
import dev.failover.decision.core.Diagnosis;
import dev.failover.decision.core.Endpoint;
import dev.failover.decision.core.Explanation;
import dev.failover.decision.core.Incident;
import dev.failover.decision.core.Instructions;
import dev.failover.decision.core.Intent;
import dev.failover.decision.core.Lag;
import dev.failover.decision.core.Mode;
import dev.failover.decision.core.MoveKind;
import dev.failover.decision.core.Order;
import dev.failover.decision.core.Refusal;
import dev.failover.decision.core.Residue;
import dev.failover.decision.core.ResidueRule;
import dev.failover.decision.core.Shift;
import dev.failover.decision.core.State;
import dev.failover.decision.core.Tally;
import dev.failover.decision.core.Verdict;
import dev.failover.decision.core.Vote;
import dev.failover.event.Decision;
import dev.failover.event.Policy;
import dev.failover.event.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The core's state to its event on {@code failover.state}, and back; nothing is lost on the way. */
final class StateMapping {

    private StateMapping() {}

    /**
     * The event.
     *
     * @param pending the decision in flight as it was published
     */
    static ServiceState event(String service, State state, @Nullable Decision pending, Instant now) {
        Instructions said = state.instructions();
        return new ServiceState(
                service,
                now,
                Policy.Mode.valueOf(state.mode().name()),
                state.active(),
                state.epoch(),
                state.endpoints().stream()
                        .map(entry -> endpoint(entry.name(), entry.value()))
                        .toList(),
                orNull(state.intent(), StateMapping::intent),
                orNull(state.coolDown(), StateMapping::coolDown),
                orNull(said.pause(), StateMapping::term),
                orNull(
                        state.refusal(),
                        r -> new ServiceState.Refusal(r.decisionId(), r.reason(), r.retryAt(), r.from())),
                orNull(said.order(), StateMapping::order),
                said.note(),
                state.bornAt(),
                orNull(said.pin(), pin -> new ServiceState.Pin(pin.endpoint(), term(pin.term()))),
                terms(said.maintenance()),
                orNull(state.brake(), StateMapping::brake),
                state.intent() == null ? null : pending,
                explanation(state.explanation()),
                orNull(
                        state.shift(),
                        s -> new ServiceState.Shift(
                                s.to(), s.share(), EventMapping.kind(s.kind()), s.why(), s.confirmedAt())));
    }

    private static ServiceState.CoolDown coolDown(CoolDown coolDown) {
        return new ServiceState.CoolDown(
                coolDown.from(), coolDown.until(), orNull(coolDown.kind(), EventMapping::kind), coolDown.emergency());
    }

    private static ServiceState.Term term(Instructions.Term term) {
        return new ServiceState.Term(term.until(), term.by(), term.reason());
    }

    private static Map<String, ServiceState.Term> terms(ByName<Instructions.Term> terms) {
        Map<String, ServiceState.Term> mapped = new TreeMap<>();
        terms.forEach((name, term) -> mapped.put(name, term(term)));
        return mapped;
    }

    private static ServiceState.Order order(Order order) {
        return new ServiceState.Order(
                order.to(), order.force(), order.by(), order.reason(), order.at(), order.pinnedUntil(), order.atOnce());
    }

    private static ServiceState.Brake brake(Brake brake) {
        return new ServiceState.Brake(
                brake.incident().id(), brake.incident().sentence(), brake.since(), brake.released());
    }

    private static ServiceState.Explanation explanation(Explanation explanation) {
        return new ServiceState.Explanation(
                explanation.diagnosis().name(),
                explanation.since(),
                explanation.sentence(),
                explanation.blocks(),
                explanation.wouldChange());
    }

    private static ServiceState.EndpointState endpoint(String name, Endpoint endpoint) {
        List<ServiceState.LocationState> locations = endpoint.tallies().stream()
                .map(entry -> location(entry.name(), entry.value()))
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
                locations,
                endpoint.falls(),
                orNull(endpoint.lag(), lag -> new ServiceState.Lag(lag.behind(), lag.takenAt())),
                orNull(endpoint.residue(), StateMapping::residue));
    }

    private static ServiceState.Residue residue(Residue residue) {
        return new ServiceState.Residue(
                residue.rule().measure(),
                residue.rule().atMost(),
                residue.leftAt(),
                residue.leftAt().plus(residue.rule().after()),
                ServiceState.Residue.Status.valueOf(residue.status().name()),
                residue.since(),
                orNull(residue.figure(), Residue.Figure::value),
                orNull(residue.figure(), Residue.Figure::at),
                orNull(residue.figure(), Residue.Figure::location),
                residue.quiet());
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
                tally.firstFailureAt(),
                tally.blind(),
                tally.high().stream().sorted().toList(),
                tally.why(),
                tally.unready(),
                tally.behind(),
                tally.late());
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
                intent.publishedAt(),
                intent.share());
    }

    static State state(ServiceState event) {
        ByName<Endpoint> endpoints = ByName.none();
        for (ServiceState.EndpointState endpoint : event.endpoints()) {
            endpoints = endpoints.with(endpoint.name(), endpoint(endpoint));
        }
        return new State(
                event.bornAt(),
                Mode.valueOf(event.mode().name()),
                endpoints,
                event.active(),
                event.epoch(),
                orNull(event.intent(), StateMapping::intent),
                orNull(event.refusal(), r -> new Refusal(r.decisionId(), r.reason(), r.retryAt(), r.from())),
                orNull(event.coolDown(), StateMapping::coolDown),
                instructions(event),
                orNull(event.brake(), StateMapping::brake),
                explanation(event.explanation()),
                orNull(event.shift(), s -> new Shift(s.to(), s.share(), kind(s.kind()), s.why(), s.confirmedAt())));
    }

    private static Instructions instructions(ServiceState event) {
        ByName<Instructions.Term> maintenance = ByName.none();
        for (Map.Entry<String, ServiceState.Term> entry : event.maintenance().entrySet()) {
            maintenance = maintenance.with(entry.getKey(), term(entry.getValue()));
        }
        return new Instructions(
                orNull(event.order(), StateMapping::order),
                event.note(),
                orNull(event.pause(), StateMapping::term),
                orNull(event.pin(), pin -> new Instructions.Pin(pin.endpoint(), term(pin.term()))),
                maintenance);
    }

    private static Instructions.Term term(ServiceState.Term term) {
        return new Instructions.Term(term.until(), term.by(), term.reason());
    }

    private static Order order(ServiceState.Order order) {
        return new Order(
                order.to(), order.force(), order.by(), order.reason(), order.at(), order.pinnedUntil(), order.atOnce());
    }

    private static CoolDown coolDown(ServiceState.CoolDown coolDown) {
        return new CoolDown(
                coolDown.from(), coolDown.until(), orNull(coolDown.kind(), StateMapping::kind), coolDown.emergency());
    }

    private static Brake brake(ServiceState.Brake brake) {
        return new Brake(new Incident(brake.incident(), brake.reason(), true), brake.since(), brake.released());
    }

    private static Explanation explanation(ServiceState.Explanation explanation) {
        return new Explanation(
                diagnosis(explanation.diagnosis()),
                explanation.since(),
                explanation.sentence(),
                explanation.blocks(),
                explanation.wouldChange());
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
        ByName<Tally> tallies = ByName.none();
        for (ServiceState.LocationState location : event.locations()) {
            tallies = tallies.with(location.location(), tally(location));
        }
        return new Endpoint(
                Verdict.valueOf(event.verdict().name()),
                event.since(),
                tallies,
                event.falls(),
                orNull(event.lag(), lag -> new Lag(lag.behind(), lag.takenAt())),
                orNull(event.residue(), StateMapping::residue));
    }

    private static Residue residue(ServiceState.Residue event) {
        Residue.Figure figure = event.figure() == null || event.figureAt() == null || event.location() == null
                ? null
                : new Residue.Figure(event.figure(), event.figureAt(), event.location());
        return new Residue(
                new ResidueRule(event.measure(), event.atMost(), Duration.between(event.leftAt(), event.dueAt())),
                event.leftAt(),
                Residue.Status.valueOf(event.status().name()),
                event.since(),
                figure,
                event.quiet());
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
                location.firstFailureAt(),
                location.blind(),
                Set.copyOf(location.high()),
                location.why(),
                location.unready(),
                location.behind(),
                location.late());
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
                intent.publishedAt(),
                intent.share());
    }

    private static MoveKind kind(Decision.Kind kind) {
        return MoveKind.valueOf(kind.name());
    }

    private static <A, B> @Nullable B orNull(@Nullable A value, Function<A, B> mapping) {
        return value == null ? null : mapping.apply(value);
    }
}
