package dev.failover.notify;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.HealthTransition;
import dev.failover.event.LocationVote;
import dev.failover.event.ServiceState;
import dev.failover.event.Verdict;
import dev.failover.notify.Notice.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events people are told of, and in which words.
 *
 * <pre>
 * verdict   DOWN                 CRITICAL
 *           SUSPECT, UNKNOWN     WARNING
 *           UP                   INFO; not told when it is an endpoint's first verdict
 * decision  FAILOVER             CRITICAL
 *           FAILBACK, MANUAL     WARNING; of a gradual move the first step, and that it is taken back
 *           any in shadow mode   INFO: nothing is changed
 *           CLAIM                not told: nothing moves
 * change    REFUSED, FAILED      CRITICAL; not told again for one reason, nor REFUSED when a newer decision is known
 *           VERIFIED, PLANNED    INFO; of a gradual move its end
 *           ACCEPTED, long ago   WARNING: not in sync yet
 *           ACCEPTED, INSYNC     not told: steps on the way
 * state     a name that stays    see {@link Holds}
 *           clients that stay    see {@link Residues}
 * </pre>
 *
 * What it has seen it remembers in memory only: after a restart the end of an UNKNOWN may go untold. An event that is
 * read again gives the same notice.
 */
public final class Notices {

    private static final int REMEMBERED = 20_000;

    /** A change that was accepted is everywhere sooner than this, as a rule (scenario 50). */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Map<String, Boolean> troubled = new NewestOnly<>(REMEMBERED);
    private final Map<String, DnsChange> refusals = new NewestOnly<>(REMEMBERED);
    private final Holds holds = new Holds();
    private final Residues residues = new Residues();

    /** The first step that was seen of each service's gradual move. */
    private final Map<String, Decision> shifting = new NewestOnly<>(REMEMBERED);

    private final Map<String, Long> newestEpochs = new NewestOnly<>(REMEMBERED);

    /** What is told of an event, if anything is. */
    public List<Notice> of(Event event) {
        if (event instanceof HealthTransition transition) {
            return of(transition).stream().toList();
        } else if (event instanceof Decision decision) {
            return of(decision).stream().toList();
        } else if (event instanceof DnsChange change) {
            return of(change).stream().toList();
        } else if (event instanceof ServiceState state) {
            return Stream.concat(holds.of(state).stream(), residues.of(state).stream())
                    .toList();
        }
        return List.of();
    }

    private Optional<Notice> of(HealthTransition transition) {
        String subject = transition.service() + ": " + transition.endpoint() + " is " + transition.to();
        if (transition.to() != Verdict.UP) {
            troubled.put(place(transition), true);
        } else if (transition.from() == Verdict.UNKNOWN && !troubled.containsKey(place(transition))) {
            // Every service begins with UNKNOWN; that it is well then is nothing to tell.
            return Optional.empty();
        }
        String text = transition.reason() + " (before: " + transition.from() + ").\n" + meaning(transition.to()) + "\n"
                + votes(transition.votes());
        return Optional.of(new Notice(
                transition.eventId(),
                transition.service(),
                "TRANSITION",
                severity(transition.to()),
                0,
                transition.at(),
                false,
                subject,
                text,
                EventCodec.json(transition)));
    }

    private static String place(HealthTransition transition) {
        return transition.service() + "/" + transition.endpoint();
    }

    private static Severity severity(Verdict verdict) {
        return switch (verdict) {
            case DOWN -> Severity.CRITICAL;
            case SUSPECT, UNKNOWN -> Severity.WARNING;
            case UP -> Severity.INFO;
        };
    }

    private static String meaning(Verdict verdict) {
        return switch (verdict) {
            case DOWN ->
                "If the name has this endpoint, a FAILOVER notice follows within seconds; where none does, the name"
                        + " stays, and `failover status` says why.";
            case SUSPECT -> "The locations disagree: nothing is moved because of it.";
            case UNKNOWN -> "Too few locations can tell: nothing is moved, and the service is not protected.";
            case UP -> "Nothing is to be done.";
        };
    }

    private static String votes(List<LocationVote> votes) {
        return votes.stream()
                .map(vote -> "  " + vote.endpoint() + " from " + vote.location() + ": " + vote.vote() + "\n")
                .collect(Collectors.joining("", "\nVotes:\n", ""));
    }

    private Optional<Notice> of(Decision decision) {
        newestEpochs.merge(decision.service(), decision.epoch(), Math::max);
        if (decision.kind() == Decision.Kind.CLAIM || isLaterStep(decision)) {
            return Optional.empty();
        }
        return Optional.of(new Notice(
                decision.id(),
                decision.service(),
                "DECISION",
                severity(decision),
                decision.epoch(),
                decision.decidedAt(),
                false,
                decision.service() + ": " + (decision.shadow() ? "(shadow) " : "") + move(decision),
                text(decision),
                EventCodec.json(decision)));
    }

    private static String move(Decision decision) {
        if (decision.takesBack()) {
            return decision.kind() + " to " + decision.to() + ", which gets all answers back";
        }
        return decision.kind() + (decision.from() == null ? "" : " " + decision.from()) + " to " + decision.to()
                + (decision.share() == null ? "" : " by steps, " + decision.share() + " % of the answers first");
    }

    /** A step for each share would be noise: the first is told, and the end by its change. */
    private boolean isLaterStep(Decision decision) {
        Decision first = shifting.get(decision.service());
        if (decision.share() == null) {
            shifting.remove(decision.service());
            return false;
        } else if (first == null || !Objects.equals(first.to(), decision.to())) {
            shifting.put(decision.service(), decision);
            return false;
        }
        return !first.id().equals(decision.id());
    }

    private static Severity severity(Decision decision) {
        if (decision.shadow()) {
            return Severity.INFO;
        }
        return switch (decision.kind()) {
            case CLAIM -> Severity.INFO;
            case FAILOVER -> Severity.CRITICAL;
            case FAILBACK, MANUAL -> Severity.WARNING;
        };
    }

    private static String text(Decision decision) {
        String name = decision.record().name() + " " + decision.record().type()
                + (decision.movesAPart() ? ", " + decision.share() + " % of the time," : "");
        String what = decision.shadow()
                ? "Shadow mode: nothing is changed. " + name + " would answer "
                : "DNS is being changed now, and a notice of the outcome follows. " + name + " shall answer ";
        return decision.reason() + ".\n" + what + decision.targets().get(decision.to()) + "." + next(decision)
                + "\nDecision " + decision.id() + ", epoch " + decision.epoch() + ".\n" + votes(decision.evidence());
    }

    private static String next(Decision decision) {
        return decision.movesAPart()
                ? "\nMore follows by itself while both endpoints are UP, and a notice of the end; `failover status "
                        + decision.service() + "` says how far it is, an order to " + decision.from()
                        + " takes it back."
                : "";
    }

    private Optional<Notice> of(DnsChange change) {
        if (notTold(change)) {
            return Optional.empty();
        }
        String endpoint =
                change.activeEndpoint().map(name -> ", the name has " + name).orElse("");
        boolean drifted = change.status() == DnsChange.Status.DRIFTED;
        String text = outcome(change) + "\nDecision " + change.decisionId() + ", epoch " + change.epoch() + ".\n"
                + (drifted ? "" : times(change.timings()));
        return Optional.of(new Notice(
                // Confirmed or refused again, after a restart, it is the same news.
                change.decisionId() + "/" + change.status() + which(change),
                change.service(),
                "CHANGE_" + change.status(),
                isLate(change) ? Severity.WARNING : severity(change.status()),
                change.epoch(),
                change.at(),
                false,
                drifted
                        ? change.service() + ": the DNS record was changed by somebody else"
                        : change.service() + ": DNS change " + change.status()
                                + (change.status() == DnsChange.Status.VERIFIED ? endpoint : ""),
                text,
                EventCodec.json(change)));
    }

    /** Tells apart what is said of one decision more than once. */
    private static String which(DnsChange change) {
        if (change.status() == DnsChange.Status.DRIFTED) {
            return "/" + Integer.toHexString(change.reason().hashCode());
        }
        return isLate(change) ? "/" + minutes(change) + "m" : "";
    }

    private boolean notTold(DnsChange change) {
        return switch (change.status()) {
            case ACCEPTED -> !isLate(change);
            case INSYNC -> true;
            // A decision that was delivered again and came too late (scenario 41), or what lasts: the zone is looked at
            // every minute, and a person's edit that is still there is no news (scenario 46).
            case REFUSED -> change.epoch() < newestEpochs.getOrDefault(change.service(), 0L) || lasts(change);
            case VERIFIED -> {
                refusals.remove(change.service());
                yield change.part() != null;
            }
            // While the provider is away everything fails for one reason, each minute anew (scenario 51).
            case FAILED -> lasts(change);
            case PLANNED -> change.part() != null;
            case DRIFTED -> false;
        };
    }

    /** It is published again when it takes its time. */
    private static boolean isLate(DnsChange change) {
        return change.status() == DnsChange.Status.ACCEPTED
                && sinceAccepted(change).compareTo(LATE) >= 0;
    }

    private static long minutes(DnsChange change) {
        return sinceAccepted(change).toMinutes();
    }

    private static Duration sinceAccepted(DnsChange change) {
        Instant acceptedAt = change.timings().acceptedAt();
        return acceptedAt == null ? Duration.ZERO : Duration.between(acceptedAt, change.at());
    }

    /** Whether an earlier decision was refused, or failed, for the same reason, and nothing was carried out since. */
    private boolean lasts(DnsChange refusal) {
        DnsChange first = refusals.get(refusal.service());
        if (first == null || !first.reason().equals(refusal.reason())) {
            refusals.put(refusal.service(), refusal);
            return false;
        }
        return !first.decisionId().equals(refusal.decisionId());
    }

    private static Severity severity(DnsChange.Status status) {
        return switch (status) {
            case PLANNED, ACCEPTED, INSYNC, VERIFIED -> Severity.INFO;
            case REFUSED, FAILED, DRIFTED -> Severity.CRITICAL;
        };
    }

    private static String outcome(DnsChange change) {
        String before = values(change.before());
        String after = values(change.after());
        return switch (change.status()) {
            case ACCEPTED, INSYNC, VERIFIED ->
                change.record() + " answers " + after + " (before: " + before + "): " + change.reason() + ".";
            case PLANNED ->
                change.record() + " would answer " + after + " and keeps " + before + ". Nothing was changed: "
                        + change.reason() + ".";
            case REFUSED ->
                change.record() + " was not changed, and the name stays where it is: " + change.reason()
                        + ".\nSomebody has to look: nothing moves until the cause is gone.";
            case FAILED ->
                change.record() + " was to be changed and this is not confirmed: " + change.reason()
                        + ".\nSomebody has to look: the name may have either answer (before: " + before + ", wanted: "
                        + after + ").";
            case DRIFTED ->
                change.record() + " answers " + after + " and should answer " + before + ": " + change.reason()
                        + ".\nSomebody has to look: whatever changed it may do so again (a Terraform apply, a console, a"
                        + " script).";
        };
    }

    private static String values(List<String> values) {
        return values.isEmpty() ? "nothing" : String.join(", ", values);
    }

    private static String times(DnsChange.Timings timings) {
        Instant begin = timings.firstFailureAt() == null ? timings.decidedAt() : timings.firstFailureAt();
        return "Seconds after the " + (timings.firstFailureAt() == null ? "decision" : "first failed check") + ":"
                + step(" decided", begin, timings.decidedAt())
                + step(", accepted", begin, timings.acceptedAt())
                + step(", in sync", begin, timings.insyncAt())
                + step(", verified", begin, timings.verifiedAt())
                + ".\n";
    }

    private static String step(String name, Instant begin, @Nullable Instant at) {
        return at == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%s %.1f",
                        name,
                        Duration.between(begin, at).toMillis() / 1000.0);
    }
}
