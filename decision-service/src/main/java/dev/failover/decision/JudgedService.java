package dev.failover.decision;

import dev.failover.decision.core.Effect;
import dev.failover.decision.core.Fleet;
import dev.failover.decision.core.Incident;
import dev.failover.decision.core.Outcome;
import dev.failover.decision.core.Policy;
import dev.failover.decision.core.Residue;
import dev.failover.decision.core.State;
import dev.failover.decision.core.Tick;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service in memory: its specification, its state, and the state that was written last. */
final class JudgedService {

    private static final Logger log = LoggerFactory.getLogger(JudgedService.class);

    private ServiceSpec spec;
    private Policy policy;
    private State state;
    private @Nullable State written;
    private Instant writtenAt = Instant.EPOCH;

    /** As the metrics have it. */
    private Residue.@Nullable Status counted;

    /** The decision in flight as it was published: it is published again word for word (scenario 30). */
    private @Nullable Decision pending;

    private JudgedService(ServiceSpec spec, State state, @Nullable State written, @Nullable Decision pending) {
        this.spec = spec;
        this.policy = SpecMapping.policy(spec);
        this.state = state;
        this.written = written;
        this.pending = pending;
    }

    static JudgedService restored(ServiceSpec spec, Optional<ServiceState> kept) {
        State known = kept.map(StateMapping::state).orElse(null);
        State state =
                known == null ? State.unclaimed(SpecMapping.mode(spec.policy().mode())) : known;
        return new JudgedService(
                spec, state, known, kept.map(ServiceState::pending).orElse(null));
    }

    String name() {
        return spec.service();
    }

    /** Takes a new specification; says whether it is another. Counts and votes stay. */
    boolean specify(ServiceSpec next) {
        if (next.equals(spec)) {
            return false;
        }
        boolean otherRecord = !next.record().zone().equals(spec.record().zone())
                || !next.record().name().equals(spec.record().name())
                || next.record().type() != spec.record().type();
        spec = next;
        policy = SpecMapping.policy(next);
        state = otherRecord ? state.readAgain() : state;
        return true;
    }

    /**
     * Counts or notes what was read; decides nothing.
     *
     * @return why a check was not counted, where it was not
     */
    Optional<String> take(Event event, Instant at) {
        Optional<dev.failover.decision.core.Event> seen = EventMapping.coreEvent(event, at);
        if (seen.isEmpty() || isHeldDrift(event)) {
            return Optional.empty();
        }
        Outcome outcome = seen.get().apply(policy, state);
        state = outcome.next();
        return outcome.effects().stream()
                .filter(Effect.CheckIgnored.class::isInstance)
                .map(effect -> ((Effect.CheckIgnored) effect).why())
                .findFirst();
    }

    /** What somebody else did to the record counts only where the policy adopts it (scenario 60). */
    private boolean isHeldDrift(Event event) {
        return event instanceof DnsChange change
                && change.status() == DnsChange.Status.DRIFTED
                && spec.policy().drift() != dev.failover.event.Policy.Drift.ADOPT;
    }

    /**
     * What is to be published now.
     *
     * @param incident what the fleet suffers from; null when it is calm
     */
    List<Event> judge(Instant now, @Nullable Incident incident) {
        Outcome outcome = new Tick(now, incident).apply(policy, state);
        state = outcome.next();
        List<Event> events = new ArrayList<>(outcome.effects().size());
        for (Effect effect : outcome.effects()) {
            if (effect instanceof Effect.VerdictChanged changed) {
                events.add(EventMapping.transition(changed, spec.service()));
            } else if (effect instanceof Effect.Decide decide) {
                events.add(decision(decide));
            }
        }
        return events;
    }

    private Decision decision(Effect.Decide decide) {
        Decision kept = pending;
        if (decide.again() && kept != null && kept.id().equals(decide.intent().decisionId())) {
            return kept;
        }
        Decision decision = EventMapping.decision(decide, spec);
        pending = decision;
        return decision;
    }

    /** The same after the way through what is written, as a new owner has it. */
    JudgedService writtenAndRead(Instant now) {
        ServiceState state = stateAt(now);
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>("failover.state", 0, 0, name(), EventCodec.body(state));
        EventCodec.headers(state, "replay", now).forEach(record.headers()::add);
        try {
            return restored(spec, EventCodec.decode(record).map(ServiceState.class::cast));
        } catch (EventCodec.UndecodableException e) {
            throw new AssertionError("wrote what cannot be read", e);
        }
    }

    /** As the fleet sees it. */
    Fleet.Member member() {
        return new Fleet.Member(policy, state);
    }

    /** The state, where it differs from what was written in more than bookkeeping, or what was written has grown old. */
    Optional<ServiceState> stateToWrite(Instant now) {
        boolean same = written != null && state.judgesLike(written);
        // Votes are restored from what was written: it must not be stale by itself.
        Duration refresh = policy.staleAfter().dividedBy(2);
        if (same && now.isBefore(writtenAt.plus(refresh))) {
            return Optional.empty();
        }
        ServiceState next = stateAt(now);
        tellWhatChanged(next);
        written = state;
        writtenAt = now;
        return Optional.of(next);
    }

    /** The state as an event. */
    ServiceState stateAt(Instant now) {
        return StateMapping.event(spec.service(), state, pending, now);
    }

    /** Has the metrics know how effective the last move is. */
    void count(DecisionMetrics metrics) {
        metrics.residue(counted, state.residue());
        counted = state.residue();
    }

    /** It is judged here no more. */
    void uncount(DecisionMetrics metrics) {
        metrics.residue(counted, null);
        counted = null;
    }

    private void tellWhatChanged(ServiceState now) {
        if (state.residue() != (written == null ? null : written.residue())) {
            now.endpoints().stream()
                    .filter(e -> e.residue() != null)
                    .forEach(e -> tell(e.name(), Objects.requireNonNull(e.residue())));
        }
        if (written == null
                || !written.explanation().diagnosis().equals(state.explanation().diagnosis())) {
            log.info(
                    "{} {}: {}",
                    spec.service(),
                    state.explanation().diagnosis(),
                    state.explanation().sentence());
        }
    }

    private void tell(String endpoint, ServiceState.Residue residue) {
        String sentence = residue.sentence(endpoint);
        if (residue.status() == ServiceState.Residue.Status.PARTIALLY_EFFECTIVE) {
            log.warn("{} the move is PARTIALLY_EFFECTIVE: {}", spec.service(), sentence);
        } else {
            log.info("{} the move is {}: {}", spec.service(), residue.status(), sentence);
        }
    }
}
