package dev.failover.notify;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.HealthTransition;
import dev.failover.event.LocationVote;
import dev.failover.event.Verdict;
import dev.failover.notify.Notice.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events people are told of, and in which words.
 *
 * <pre>
 * verdict  DOWN  CRITICAL · SUSPECT, UNKNOWN  WARNING (not the first UNKNOWN) · UP  INFO
 * decision FAILOVER  CRITICAL · FAILBACK, MANUAL  WARNING · CLAIM  not told
 * change   VERIFIED, PLANNED  INFO · REFUSED, FAILED  CRITICAL · ACCEPTED, INSYNC  not told: steps on the way
 * </pre>
 */
final class Notices {

    private Notices() {}

    static Optional<Notice> of(Event event) {
        if (event instanceof HealthTransition transition) {
            return of(transition);
        } else if (event instanceof Decision decision) {
            return of(decision);
        } else if (event instanceof DnsChange change) {
            return of(change);
        }
        return Optional.empty();
    }

    private static Optional<Notice> of(HealthTransition transition) {
        // Every service begins with a first verdict; that it is well is nothing to tell.
        if (transition.from() == Verdict.UNKNOWN && transition.to() == Verdict.UP) {
            return Optional.empty();
        }
        Severity severity = switch (transition.to()) {
            case DOWN -> Severity.CRITICAL;
            case SUSPECT, UNKNOWN -> Severity.WARNING;
            case UP -> Severity.INFO;
        };
        String subject = transition.service() + ": " + transition.endpoint() + " is " + transition.to();
        String votes = transition.votes().stream().map(Notices::line).collect(Collectors.joining());
        String text = transition.reason() + " (before: " + transition.from() + ").\n\nVotes:\n" + votes;
        return Optional.of(notice(transition, "TRANSITION", severity, 0, transition.at(), subject, text));
    }

    private static String line(LocationVote vote) {
        return "  " + vote.endpoint() + " from " + vote.location() + ": " + vote.vote() + "\n";
    }

    private static Optional<Notice> of(Decision decision) {
        Severity severity = switch (decision.kind()) {
            case CLAIM -> null;
            case FAILOVER -> Severity.CRITICAL;
            case FAILBACK, MANUAL -> Severity.WARNING;
        };
        if (severity == null) {
            return Optional.empty();
        }
        String subject = decision.service() + ": " + decision.kind() + " " + decision.from() + " to " + decision.to()
                + (decision.shadow() ? " (shadow)" : "");
        String text = decision.reason() + ".\n\n" + decision.record().name() + " "
                + decision.record().type() + " shall answer "
                + decision.targets().get(decision.to()) + " (epoch "
                + decision.epoch() + ", decision " + decision.id() + ").\n"
                + (decision.shadow() ? "Shadow mode: nothing is changed.\n" : "")
                + "\nVotes:\n"
                + decision.evidence().stream().map(Notices::line).collect(Collectors.joining());
        return Optional.of(
                notice(decision, "DECISION", severity, decision.epoch(), decision.decidedAt(), subject, text));
    }

    private static Optional<Notice> of(DnsChange change) {
        Severity severity = switch (change.status()) {
            case ACCEPTED, INSYNC -> null;
            case PLANNED, VERIFIED -> Severity.INFO;
            case REFUSED, FAILED -> Severity.CRITICAL;
        };
        if (severity == null) {
            return Optional.empty();
        }
        String subject = change.service() + ": DNS " + change.status()
                + change.activeEndpoint()
                        .map(endpoint -> ", the name has " + endpoint)
                        .orElse("");
        String text = change.record() + ": " + change.before() + " => " + change.after() + "\n" + change.reason()
                + "\n\nDecision " + change.decisionId() + ", epoch " + change.epoch() + ".\n" + times(change.timings());
        return Optional.of(
                notice(change, "CHANGE_" + change.status(), severity, change.epoch(), change.at(), subject, text));
    }

    private static String times(DnsChange.Timings timings) {
        Instant begin = timings.firstFailureAt() == null ? timings.decidedAt() : timings.firstFailureAt();
        return "Seconds after the " + (timings.firstFailureAt() == null ? "decision" : "first failed check") + ":"
                + step(" decided", begin, timings.decidedAt())
                + step(", accepted", begin, timings.acceptedAt())
                + step(", in sync", begin, timings.insyncAt())
                + step(", verified", begin, timings.verifiedAt())
                + "\n";
    }

    private static String step(String name, Instant begin, @Nullable Instant at) {
        return at == null
                ? ""
                : "%s %.1f".formatted(name, Duration.between(begin, at).toMillis() / 1000.0);
    }

    private static Notice notice(
            Event event, String kind, Severity severity, long epoch, Instant at, String subject, String text) {
        return new Notice(
                event.eventId(), event.service(), kind, severity, epoch, at, subject, text, EventCodec.json(event));
    }
}
