package dev.failover.decision;

import dev.failover.decision.core.ByName;
import dev.failover.decision.core.ChangeSeen;
import dev.failover.decision.core.CheckOutcome;
import dev.failover.decision.core.CheckSeen;
import dev.failover.decision.core.CommandSeen;
import dev.failover.decision.core.Effect;
import dev.failover.decision.core.Instructions;
import dev.failover.decision.core.Intent;
import dev.failover.decision.core.MoveKind;
import dev.failover.decision.core.Order;
import dev.failover.decision.core.Part;
import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Endpoint;
import dev.failover.event.Event;
import dev.failover.event.HealthTransition;
import dev.failover.event.LocationVote;
import dev.failover.event.Observation;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import dev.failover.event.Verdict;
import dev.failover.event.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events on the topics to the core's events, and the core's effects to events on the topics. */
final class EventMapping {

    private EventMapping() {}

    /**
     * What an event is to the core, if anything.
     *
     * @param at when the broker got it, or its writer wrote it
     */
    static Optional<dev.failover.decision.core.Event> coreEvent(Event event, Instant at) {
        if (event instanceof Observation observation) {
            return Optional.of(check(observation, at));
        } else if (event instanceof DnsChange change) {
            return change(change, at);
        } else if (event instanceof Command command) {
            return command(command, at).map(dev.failover.decision.core.Event.class::cast);
        }
        return Optional.empty();
    }

    private static CheckSeen check(Observation observation, Instant at) {
        return new CheckSeen(
                at,
                observation.endpoint(),
                observation.location(),
                observation.boot(),
                observation.sequence(),
                outcome(observation),
                observation.took(),
                Duration.between(observation.checkedAt().plus(observation.took()), at),
                measures(observation.measures()),
                observation.failureClass().map(Enum::name).orElse(null),
                observation.unready());
    }

    private static CheckOutcome outcome(Observation observation) {
        FailureClass failure = observation.failure();
        if (failure == FailureClass.BLIND) {
            return CheckOutcome.BLIND;
        } else if (failure == FailureClass.AUTH) {
            // Our own key is refused: it says nothing of the endpoint (scenario 11).
            return CheckOutcome.PROBER_ERROR;
        }
        return switch (observation.outcome()) {
            case PASS, WARN -> CheckOutcome.PASS;
            case FAIL -> CheckOutcome.FAIL;
            case PROBER_ERROR -> CheckOutcome.PROBER_ERROR;
        };
    }

    private static ByName<Double> measures(Map<String, Double> measures) {
        ByName<Double> mapped = ByName.none();
        for (Map.Entry<String, Double> measure : measures.entrySet()) {
            mapped = mapped.with(measure.getKey(), measure.getValue());
        }
        return mapped;
    }

    private static Optional<dev.failover.decision.core.Event> change(DnsChange change, Instant at) {
        return result(change)
                .map(result -> new ChangeSeen(
                        at,
                        change.decisionId(),
                        change.epoch(),
                        result,
                        change.endpoint(),
                        change.reason(),
                        part(change)));
    }

    private static @Nullable Part part(DnsChange change) {
        DnsChange.Part part = change.part();
        return part == null ? null : new Part(part.endpoint(), part.share());
    }

    /** A move by hand answers no decision of ours: the name is to be read again. */
    private static Optional<ChangeSeen.Result> result(DnsChange change) {
        boolean byHand = Decision.isByHand(change.decisionId());
        return byHand && change.status() == DnsChange.Status.VERIFIED
                ? Optional.of(ChangeSeen.Result.DRIFTED)
                : result(change.status());
    }

    private static Optional<ChangeSeen.Result> result(DnsChange.Status status) {
        return switch (status) {
            case ACCEPTED -> Optional.of(ChangeSeen.Result.ACCEPTED);
            // The name servers themselves have the last word.
            case INSYNC -> Optional.empty();
            case PLANNED -> Optional.of(ChangeSeen.Result.PLANNED);
            case VERIFIED -> Optional.of(ChangeSeen.Result.CONFIRMED);
            case REFUSED, FAILED -> Optional.of(ChangeSeen.Result.REFUSED);
            case DRIFTED -> Optional.of(ChangeSeen.Result.DRIFTED);
        };
    }

    /**
     * What a person said. Their machine's clock may be wrong: the command counts from when the broker got it, and its end is
     * as long after that as they said (scenario 16).
     */
    private static Optional<CommandSeen> command(Command command, Instant at) {
        Instant until = command.until() == null ? null : at.plus(Duration.between(command.at(), command.until()));
        return switch (command.kind()) {
            case FAILOVER ->
                Optional.of(new CommandSeen.Move(new Order(
                        Objects.requireNonNull(command.endpoint()),
                        command.force(),
                        command.by(),
                        command.reason(),
                        at,
                        until,
                        command.atOnce())));
            case FAILBACK ->
                Optional.of(
                        new CommandSeen.Return(command.force(), command.by(), command.reason(), at, command.atOnce()));
            case PAUSE -> Optional.of(new CommandSeen.Hold(term(command, until)));
            case MAINTENANCE ->
                Optional.of(new CommandSeen.Maintain(Objects.requireNonNull(command.endpoint()), term(command, until)));
            case RESUME -> Optional.of(new CommandSeen.Resume(command.endpoint()));
            case RELEASE -> Optional.of(new CommandSeen.Release());
            case ACKNOWLEDGE -> Optional.empty();
        };
    }

    private static Instructions.Term term(Command command, @Nullable Instant until) {
        return new Instructions.Term(Objects.requireNonNull(until), command.by(), command.reason());
    }

    static HealthTransition transition(Effect.VerdictChanged changed, String service) {
        return new HealthTransition(
                service,
                changed.endpoint(),
                verdict(changed.from()),
                verdict(changed.to()),
                votes(changed.endpoint(), changed.votes()),
                changed.reason(),
                changed.at());
    }

    static Decision decision(Effect.Decide decide, ServiceSpec spec) {
        Intent intent = decide.intent();
        Map<String, Target> targets = new LinkedHashMap<>();
        for (Endpoint endpoint : spec.endpoints()) {
            targets.put(endpoint.name(), endpoint.target());
        }
        return new Decision(
                spec.service(),
                intent.decisionId(),
                intent.epoch(),
                kind(intent.kind()),
                intent.from(),
                intent.to(),
                intent.reason(),
                decide.evidence().stream()
                        .flatMap(votes -> votes(votes.name(), votes.value()).stream())
                        .toList(),
                decide.shadow(),
                spec.adopt(),
                spec.record(),
                targets,
                spec.version(),
                intent.firstFailureAt(),
                intent.decidedAt(),
                intent.share());
    }

    private static List<LocationVote> votes(String endpoint, ByName<dev.failover.decision.core.Vote> votes) {
        return votes.stream()
                .map(vote -> new LocationVote(endpoint, vote.name(), vote(vote.value())))
                .toList();
    }

    static Vote vote(dev.failover.decision.core.Vote vote) {
        return switch (vote) {
            case UP -> Vote.UP;
            case DOWN -> Vote.DOWN;
            case UNKNOWN -> Vote.UNKNOWN;
        };
    }

    static Verdict verdict(dev.failover.decision.core.Verdict verdict) {
        return switch (verdict) {
            case UP -> Verdict.UP;
            case DOWN -> Verdict.DOWN;
            case SUSPECT -> Verdict.SUSPECT;
            case UNKNOWN -> Verdict.UNKNOWN;
        };
    }

    static Decision.Kind kind(MoveKind kind) {
        return switch (kind) {
            case CLAIM -> Decision.Kind.CLAIM;
            case FAILOVER -> Decision.Kind.FAILOVER;
            case FAILBACK -> Decision.Kind.FAILBACK;
            case MANUAL -> Decision.Kind.MANUAL;
        };
    }
}
