package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows changes to their end: INSYNC by the provider's word, VERIFIED by the name servers' answers, or FAILED after a
 * limit; one change of a service at a time, the newest. The provider is asked once for a change, however many services are
 * in it. Kept in memory only: after a restart the decision is published again, and is confirmed again.
 *
 * <pre>
 * the provider says    name servers answer                        then
 * PENDING              not asked                                  wait; told after 1 and 5 minutes
 * INSYNC               all as planned, or nobody is to be asked   VERIFIED
 * INSYNC               one says something else                    wait
 * UNTOLD               as for INSYNC
 * INSYNC               some as planned, the others nothing        wait for {@link #PATIENCE}, then VERIFIED
 * UNKNOWN, or nothing  all as planned                             VERIFIED
 * UNKNOWN              otherwise                                  lost: read again, and sent again if need be
 * nothing              otherwise                                  wait
 * no change, a fence   otherwise                                  wait for {@link #PATIENCE}, then read again
 * </pre>
 *
 * Reading again and sending again is the loop's, which takes {@link #lost}; what is lost {@value #MOST_LOST} times, or is not
 * shown within the limit, is FAILED.
 */
final class Confirmations implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** When it is published that a change is late: it takes less than a minute as a rule (scenario 50). */
    static final List<Duration> LATE = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5));

    /** How often the change of a decision may be lost (scenario 52). */
    static final int MOST_LOST = 3;

    private static final int THREADS = 16;
    private static final int MOST_UNDER_WAY = 10_000;
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

    private final DnsProvider provider;
    private final NameServers nameServers;
    private final Changes changes;
    private final Options options;
    private final Clock clock;
    private final Later later;
    private final UnderWay underWay = new UnderWay();

    /**
     * How to wait.
     *
     * @param firstDelay before the first look; doubles up to 8 s
     * @param limit how long a change may take until it counts as failed
     */
    record Options(Duration firstDelay, Duration limit) {}

    /** The change of a service, and what it shall lead to. */
    record Followed(Changes.Step step, RecordSnapshot record, FenceSnapshot fence) {}

    Confirmations(
            DnsProvider provider,
            NameServers nameServers,
            Changes changes,
            Options options,
            ScheduledExecutorService pool,
            Clock clock,
            Consumer<Throwable> fatal) {
        this.provider = provider;
        this.nameServers = nameServers;
        this.changes = changes;
        this.options = options;
        this.clock = clock;
        this.later = new Later(pool, fatal);
    }

    /** The threads that confirm; {@link #close} ends them. */
    static ScheduledExecutorService pool() {
        return Executors.newScheduledThreadPool(THREADS, task -> new Thread(task, "confirm"));
    }

    /** Whether a decision is being confirmed already. */
    boolean underWay(Decision decision) {
        return underWay.has(decision);
    }

    int underWay() {
        return underWay.size();
    }

    /** How many have been waited for longer than usual. */
    long late() {
        return underWay.since(clock.instant().minus(LATE.get(0)));
    }

    /** How long the oldest has been waited for. */
    Duration oldest() {
        return underWay.oldest(clock.instant());
    }

    /** Takes the decisions whose zone is to be read again, and which are to be carried out if it does not hold them. */
    List<Decision> lost() {
        return underWay.takeLost();
    }

    /** Begins to follow what the zone holds already: only the name servers are asked, at once. */
    void confirm(Changes.Step step, RecordSnapshot record, FenceSnapshot fence) {
        follow(new Followed(step, record, fence))
                .ifPresent(pursuit -> later.run(Duration.ZERO, () -> pursue(List.of(pursuit))));
    }

    /** Begins to follow a change of many services. */
    void confirm(String changeId, List<Followed> members) {
        List<Pursuit> pursuits =
                members.stream().flatMap(each -> follow(each).stream()).toList();
        log.debug("{} has {} services", changeId, pursuits.size());
        if (!pursuits.isEmpty()) {
            later.run(options.firstDelay(), () -> pursue(pursuits));
        }
    }

    private Optional<Pursuit> follow(Followed change) {
        Decision decision = change.step().decision();
        if (underWay.size() >= MOST_UNDER_WAY) {
            log.warn("{} is not confirmed: {} others are; it will be published again", decision.id(), MOST_UNDER_WAY);
            return Optional.empty();
        }
        Instant now = clock.instant();
        underWay.begin(decision, now);
        return Optional.of(Pursuit.of(change, now, options.firstDelay()));
    }

    /** Of one change. */
    private void pursue(List<Pursuit> all) {
        List<Pursuit> members = all.stream().filter(this::isCurrent).toList();
        if (members.isEmpty()) {
            return;
        }
        String changeId = members.get(0).step().changeId();
        if (members.get(0).inSync() || changeId == null) {
            members.forEach(this::verify);
            return;
        }
        DnsProvider.Progress progress;
        try {
            progress = provider.progress(members.get(0).step().decision().record(), changeId);
        } catch (DnsProviderException e) {
            waitTogether(members, "the provider does not tell: " + e.getMessage(), true);
            return;
        }
        switch (progress) {
            case PENDING -> waitTogether(members, changeId + " is pending", false);
            case UNKNOWN -> members.forEach(member -> forgotten(member, changeId + " is not known any more"));
            case UNTOLD -> beside(members, this::verify);
            case INSYNC -> {
                Instant now = clock.instant();
                beside(members, member -> reach(member.at(now)));
            }
        }
    }

    private boolean isCurrent(Pursuit pursuit) {
        boolean current = underWay.isAt(pursuit);
        if (!current) {
            log.info("{} is not followed any more: a newer decision is", pursuit.decisionId());
        }
        return current;
    }

    /** Many at once, on all threads: asking name servers takes its time. */
    private void beside(List<Pursuit> members, Consumer<Pursuit> next) {
        for (Pursuit member : members.subList(1, members.size())) {
            later.run(Duration.ZERO, () -> next.accept(member));
        }
        next.accept(members.get(0));
    }

    /** From here on the pursuit is in sync, so that this is published once. */
    private void reach(Pursuit pursuit) {
        changes.publish(
                pursuit.step(),
                DnsChange.Status.INSYNC,
                pursuit.step().changeId() + " is at every name server",
                List.of());
        verify(pursuit);
    }

    private void verify(Pursuit pursuit) {
        NameServers.Answer answer = ask(pursuit);
        boolean patienceOver = isPatienceOver(pursuit);
        boolean agreed = answer.otherwise().isEmpty();
        String why = String.join("; ", agreed ? answer.silent() : answer.otherwise());
        if (agreed && (answer.silent().isEmpty() || (!answer.asPlanned().isEmpty() && patienceOver))) {
            verified(pursuit, answer);
        } else if (!agreed && patienceOver && pursuit.step().changeId() == null) {
            lose(pursuit, why);
        } else {
            waitOn(pursuit, why).ifPresent(waiting -> later.run(pursuit.delay(), () -> pursue(List.of(waiting))));
        }
    }

    private boolean isPatienceOver(Pursuit pursuit) {
        Instant insyncAt = pursuit.step().insyncAt();
        Instant from = insyncAt == null ? pursuit.since() : insyncAt;
        return Duration.between(from, clock.instant()).compareTo(PATIENCE) > 0;
    }

    /** Scenario 52: accepted, then lost, unless the name servers show it. They have the last word. */
    private void forgotten(Pursuit pursuit, String why) {
        if (!verifiedByAll(pursuit)) {
            lose(pursuit, why);
        }
    }

    private boolean verifiedByAll(Pursuit pursuit) {
        NameServers.Answer answer = ask(pursuit);
        boolean all = !answer.nobodyAsked()
                && answer.otherwise().isEmpty()
                && answer.silent().isEmpty();
        if (all) {
            verified(pursuit, answer);
        }
        return all;
    }

    /** Its zone is read again; what it does not hold is sent again, as often as may be. */
    private void lose(Pursuit pursuit, String why) {
        if (underWay.countLoss(pursuit) > mostLooks(pursuit)) {
            end(pursuit, DnsChange.Status.FAILED, why + ", and not every name server shows it: stranded", List.of());
            return;
        }
        log.warn("{} may be lost: {}; the zone is read again", pursuit.decisionId(), why);
        changes.countLost();
        underWay.lose(pursuit);
    }

    /** What the zone holds, and the name servers do not show yet, has as long as any change. */
    private long mostLooks(Pursuit pursuit) {
        return pursuit.step().changeId() == null ? options.limit().dividedBy(PATIENCE) : MOST_LOST;
    }

    /** Who the name servers are is the provider's to tell, and it may not answer. */
    private NameServers.Answer ask(Pursuit pursuit) {
        try {
            return nameServers.ask(pursuit.step().decision().record(), pursuit.record(), pursuit.fence());
        } catch (DnsProviderException e) {
            return new NameServers.Answer(List.of(), List.of(), List.of("the name servers: " + e.getMessage()));
        }
    }

    private void verified(Pursuit pursuit, NameServers.Answer answer) {
        String reason = answer.nobodyAsked()
                ? "the zone has it; no name server was asked"
                : answer.asPlanned().size() + " name servers answer with "
                        + pursuit.step().holding()
                        + (answer.silent().isEmpty() ? "" : "; " + String.join("; ", answer.silent()));
        end(pursuit, DnsChange.Status.VERIFIED, reason, answer.asPlanned());
    }

    /**
     * The next look at a change is one for all its services.
     *
     * @param ask whether the name servers may know more than the provider
     */
    private void waitTogether(List<Pursuit> members, String why, boolean ask) {
        List<Pursuit> waiting = new ArrayList<>();
        for (Pursuit member : members) {
            if (!ask || !verifiedByAll(member)) {
                waitOn(member, why).map(next -> tellLate(next, why)).ifPresent(waiting::add);
            }
        }
        if (!waiting.isEmpty()) {
            later.run(members.get(0).delay(), () -> pursue(waiting));
        }
    }

    /** Later, or never: the limit is passed. */
    private Optional<Pursuit> waitOn(Pursuit pursuit, String why) {
        Duration age = Duration.between(pursuit.since(), clock.instant());
        if (age.compareTo(options.limit()) > 0) {
            String reason = "not confirmed within " + options.limit().toSeconds() + " s: " + why;
            end(pursuit, DnsChange.Status.FAILED, reason, List.of());
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (Duration.between(pursuit.warnedAt(), now).compareTo(WARN_EVERY) <= 0) {
            return Optional.of(pursuit.slower());
        }
        log.warn("{} is not confirmed for {} s: {}", pursuit.decisionId(), age.toSeconds(), why);
        return Optional.of(pursuit.slower().warned(now));
    }

    /** ACCEPTED once more, with how long ago that was: what an operator sees of it. */
    private Pursuit tellLate(Pursuit pursuit, String why) {
        Duration age = Duration.between(pursuit.since(), clock.instant());
        boolean due = pursuit.told() < LATE.size() && age.compareTo(LATE.get(pursuit.told())) > 0;
        if (!due) {
            return pursuit;
        }
        changes.publish(
                pursuit.step(),
                DnsChange.Status.ACCEPTED,
                "not in sync " + age.toSeconds() + " s after it was accepted: " + why,
                List.of());
        return pursuit.toldLate();
    }

    private void end(Pursuit pursuit, DnsChange.Status status, String reason, List<String> servers) {
        changes.publish(pursuit.step(), status, reason, servers);
        underWay.end(pursuit);
    }

    /** Leaves what is under way; it is confirmed after the next start. */
    @Override
    public void close() {
        later.close();
    }
}
