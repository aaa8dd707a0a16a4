package dev.failover.dns;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.ServiceSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A move by hand: a plan carried out as it was shown, and followed to the name servers. */
final class ByHandMove {

    /** How often the zone is looked at anew when a change's outcome is not known. */
    private static final int LOOKS = 3;

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private final ByHandZone zone;
    private final ServiceSpec spec;
    private final Clock clock;

    ByHandMove(ByHandZone zone) {
        this.zone = zone;
        this.spec = zone.spec();
        this.clock = zone.clock();
    }

    /**
     * Carries a plan out as it was shown, or not at all, and follows it to the name servers.
     *
     * @param limit how long it is followed
     * @param say told of each step, in a sentence
     * @return VERIFIED; FAILED when it may have been done, and is not confirmed; REFUSED when nothing was changed
     */
    DnsChange carryOut(Plan plan, Duration limit, Consumer<String> say) {
        Optional<String> changeId;
        try {
            changeId = applied(plan, say);
        } catch (DnsProviderException e) {
            boolean unknown = e.kind() == Kind.UNCERTAIN;
            return change(
                    plan,
                    unknown ? DnsChange.Status.FAILED : DnsChange.Status.REFUSED,
                    e.getMessage(),
                    List.of(),
                    new Times(null, null));
        }
        return followed(plan, changeId, clock.instant(), limit, say);
    }

    /**
     * The provider's id of the change; empty when the answer that had it was lost.
     *
     * @throws DnsProviderException when it was not done, or nobody knows
     */
    private Optional<String> applied(Plan plan, Consumer<String> say) {
        boolean maybeDone = false;
        for (int look = 1; ; look++) {
            try {
                String changeId =
                        ByHandZone.retries().writing(() -> zone.provider().apply(List.of(plan)));
                say.accept("accepted by " + spec.record().provider() + ": " + changeId);
                return Optional.of(changeId);
            } catch (DnsProviderException e) {
                maybeDone |= e.kind() == Kind.UNCERTAIN;
                Kind known = maybeDone ? Kind.UNCERTAIN : e.kind();
                if ((e.kind() != Kind.UNCERTAIN && e.kind() != Kind.CONFLICT) || look == LOOKS) {
                    throw new DnsProviderException(known, e.getMessage(), e);
                }
                say.accept(e.getMessage() + "; the zone is read again");
                if (isInZone(plan, known)) {
                    say.accept("the fence in the zone is ours: it was carried out");
                    return Optional.empty();
                }
            }
        }
    }

    /**
     * Whether the zone has it by now.
     *
     * @param known what is known of the outcome
     * @throws DnsProviderException when the zone is neither as it was read nor as it was planned, or cannot be read
     */
    private boolean isInZone(Plan plan, Kind known) {
        Planned now;
        try {
            now = new Planner(zone.owner()).plan(plan.decision(), zone.find());
        } catch (DnsProviderException e) {
            throw new DnsProviderException(known, "the zone cannot be read again: " + e.getMessage(), e);
        }
        if (!(now instanceof Planned.Done) && !now.equals(new Planned.Change(plan))) {
            throw new DnsProviderException(
                    known,
                    "somebody changed " + spec.record().name() + " or its fence after it was read; look again with"
                            + " `failover dns show`");
        }
        return now instanceof Planned.Done;
    }

    /** When it got so far. */
    private record Times(
            @Nullable Instant acceptedAt, @Nullable Instant insyncAt) {}

    private DnsChange followed(
            Plan plan, Optional<String> changeId, Instant acceptedAt, Duration limit, Consumer<String> say) {
        Instant end = acceptedAt.plus(limit);
        Times times = new Times(acceptedAt, null);
        String why = inSync(changeId, end, say);
        if (why.isEmpty()) {
            times = new Times(acceptedAt, clock.instant());
            NameServers.Answer answer = agreed(plan, end);
            why = String.join("; ", answer.otherwise().isEmpty() ? answer.silent() : answer.otherwise());
            if (why.isEmpty()) {
                say.accept(
                        answer.nobodyAsked()
                                ? "no name server was asked"
                                : "answered as planned by " + String.join(", ", answer.asPlanned()));
                String reason = plan.decision().reason() + " ("
                        + answer.asPlanned().size() + " name servers answer with " + plan.endpoint() + ")";
                return change(plan, DnsChange.Status.VERIFIED, reason, answer.asPlanned(), times);
            }
        }
        String reason = "not confirmed within " + limit.toSeconds() + " s: " + why;
        return change(plan, DnsChange.Status.FAILED, reason, List.of(), times);
    }

    /** Why it is not in sync in time; empty when it is, or when nobody but the name servers can tell. */
    private String inSync(Optional<String> changeId, Instant end, Consumer<String> say) {
        if (changeId.isEmpty()) {
            return "";
        }
        String id = changeId.get();
        DnsProvider.Progress progress = until(
                end,
                () -> {
                    try {
                        return zone.provider().progress(spec.record(), id);
                    } catch (DnsProviderException e) {
                        // The name servers tell, too.
                        say.accept("the provider does not tell: " + e.getMessage());
                        return DnsProvider.Progress.UNTOLD;
                    }
                },
                each -> each != DnsProvider.Progress.PENDING);
        return switch (progress) {
            case PENDING -> id + " is pending";
            case INSYNC -> {
                say.accept("in sync: at every name server of the provider");
                yield "";
            }
            case UNKNOWN, UNTOLD -> "";
        };
    }

    private NameServers.Answer agreed(Plan plan, Instant end) {
        return until(
                end,
                () -> zone.servers().ask(spec.record(), plan.after(), plan.fenceAfter()),
                answer -> answer.otherwise().isEmpty() && answer.silent().isEmpty());
    }

    /** Asks until it is enough, at growing intervals, once at least. */
    private <T> T until(Instant end, Supplier<T> ask, Predicate<T> enough) {
        Duration wait = FIRST_WAIT;
        T answer = ask.get();
        while (!enough.test(answer) && clock.instant().plus(wait).isBefore(end)) {
            try {
                Thread.sleep(wait.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return answer;
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            answer = ask.get();
        }
        return answer;
    }

    private DnsChange change(Plan plan, DnsChange.Status status, String reason, List<String> answered, Times times) {
        Decision decision = plan.decision();
        boolean refused = status == DnsChange.Status.REFUSED;
        Instant now = clock.instant();
        return new DnsChange(
                decision.service(),
                decision.id(),
                decision.epoch(),
                status,
                status == DnsChange.Status.VERIFIED ? plan.endpoint() : null,
                decision.record().name() + " " + decision.record().type(),
                plan.shownBefore(),
                refused ? plan.shownBefore() : plan.after().shown(),
                reason,
                null,
                answered,
                new DnsChange.Timings(
                        null,
                        decision.decidedAt(),
                        times.acceptedAt(),
                        times.insyncAt(),
                        status == DnsChange.Status.VERIFIED ? now : null),
                now);
    }
}
