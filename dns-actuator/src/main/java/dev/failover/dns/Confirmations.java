package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows changes to their end: INSYNC by the provider's word, VERIFIED by the name servers' answers, or FAILED after a
 * limit; one change of a service at a time, the newest. Kept in memory only: after a restart the decision is published
 * again, and is confirmed again.
 *
 * <pre>
 * the provider says    name servers answer                        then
 * PENDING              not asked                                  wait
 * INSYNC               all as planned, or nobody is to be asked   VERIFIED
 * INSYNC               one says something else                    wait
 * UNTOLD               as for INSYNC
 * INSYNC               some as planned, the others nothing        wait for {@link #PATIENCE}, then VERIFIED
 * UNKNOWN, or nothing  all as planned                             VERIFIED
 * UNKNOWN              otherwise                                  wait for {@link #PATIENCE}, then FAILED: stranded
 * nothing              otherwise                                  wait
 * </pre>
 */
final class Confirmations implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int THREADS = 4;
    private static final int MOST_UNDER_WAY = 10_000;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

    private final DnsProvider provider;
    private final NameServers nameServers;
    private final Changes changes;
    private final Options options;
    private final Clock clock;
    private final Consumer<Throwable> fatal;
    private final ScheduledExecutorService pool;
    private final Map<String, UnderWay> underWay = new ConcurrentHashMap<>();

    /**
     * How to wait.
     *
     * @param firstDelay before the first look; doubles up to 8 s
     * @param limit how long a change may take until it counts as failed
     */
    record Options(Duration firstDelay, Duration limit) {}

    /** The decision of a service that is being confirmed. */
    private record UnderWay(String decisionId, Instant since) {}

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
        this.pool = pool;
        this.clock = clock;
        this.fatal = fatal;
    }

    /** The threads that confirm; {@link #close} ends them. */
    static ScheduledExecutorService pool() {
        return Executors.newScheduledThreadPool(THREADS, task -> new Thread(task, "confirm"));
    }

    /** Whether a decision is being confirmed already. */
    boolean underWay(Decision decision) {
        UnderWay known = underWay.get(decision.service());
        return known != null && known.decisionId().equals(decision.id());
    }

    int underWay() {
        return underWay.size();
    }

    /** How long the oldest has been waited for. */
    Duration oldest() {
        Instant now = clock.instant();
        return underWay.values().stream()
                .map(each -> Duration.between(each.since(), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Begins to follow a change; without a change id only the name servers are asked, at once. */
    void confirm(Changes.Step step, RecordSnapshot record, FenceSnapshot fence) {
        Decision decision = step.decision();
        if (underWay.size() >= MOST_UNDER_WAY) {
            log.warn("{} is not confirmed: {} others are; it will be published again", decision.id(), MOST_UNDER_WAY);
            return;
        }
        Instant now = clock.instant();
        UnderWay current = new UnderWay(decision.id(), now);
        underWay.put(decision.service(), current);
        Duration first = step.changeId() == null ? Duration.ZERO : options.firstDelay();
        schedule(new Pursuit(step, record, fence, current, now, options.firstDelay()), first);
    }

    /** One change on its way; {@code delay} is the next wait. */
    private record Pursuit(
            Changes.Step step,
            RecordSnapshot record,
            FenceSnapshot fence,
            UnderWay current,
            Instant warnedAt,
            Duration delay) {

        boolean inSync() {
            return step.changeId() == null || step.insyncAt() != null;
        }

        Pursuit at(Instant insyncAt) {
            return new Pursuit(step.at(insyncAt), record, fence, current, warnedAt, delay);
        }

        Pursuit later(Duration nextDelay, Instant warned) {
            return new Pursuit(step, record, fence, current, warned, nextDelay);
        }
    }

    private void schedule(Pursuit pursuit, Duration delay) {
        if (!pool.isShutdown()) {
            Future<?> unused = pool.schedule(() -> guarded(pursuit), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A task that throws would be lost without a word; one that is interrupted by {@link #close} may be. */
    private void guarded(Pursuit pursuit) {
        try {
            if (isCurrent(pursuit)) {
                pursue(pursuit);
            } else {
                log.info(
                        "{} is not followed any more: a newer decision is",
                        pursuit.step().decision().id());
            }
        } catch (RuntimeException e) {
            if (!pool.isShutdown()) {
                fatal.accept(e);
            }
        }
    }

    private boolean isCurrent(Pursuit pursuit) {
        return pursuit.current().equals(underWay.get(pursuit.step().decision().service()));
    }

    private void pursue(Pursuit pursuit) {
        if (pursuit.inSync()) {
            verify(pursuit);
            return;
        }
        String changeId = String.valueOf(pursuit.step().changeId());
        DnsProvider.Progress progress;
        try {
            progress = provider.progress(changeId);
        } catch (DnsProviderException e) {
            lookForTruth(pursuit, "the provider does not tell: " + e.getMessage(), false);
            return;
        }
        switch (progress) {
            case PENDING -> wait(pursuit, changeId + " is pending");
            // Scenario 52: accepted, then lost.
            case UNKNOWN -> lookForTruth(pursuit, changeId + " is not known any more", true);
            case UNTOLD -> verify(pursuit);
            case INSYNC -> reach(pursuit.at(clock.instant()));
        }
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
        if (!answer.otherwise().isEmpty()) {
            wait(pursuit, String.join("; ", answer.otherwise()));
        } else if (answer.silent().isEmpty() || (!answer.asPlanned().isEmpty() && isPatienceOver(pursuit))) {
            verified(pursuit, answer);
        } else {
            wait(pursuit, String.join("; ", answer.silent()));
        }
    }

    private boolean isPatienceOver(Pursuit pursuit) {
        Instant insyncAt = pursuit.step().insyncAt();
        Instant from = insyncAt == null ? pursuit.current().since() : insyncAt;
        return Duration.between(from, clock.instant()).compareTo(PATIENCE) > 0;
    }

    /** The name servers have the last word; where they do not all show the change, it is waited for. */
    private void lookForTruth(Pursuit pursuit, String why, boolean forgotten) {
        NameServers.Answer answer = ask(pursuit);
        if (!answer.nobodyAsked()
                && answer.otherwise().isEmpty()
                && answer.silent().isEmpty()) {
            verified(pursuit, answer);
        } else if (forgotten && isPatienceOver(pursuit)) {
            end(pursuit, DnsChange.Status.FAILED, why + ", and not every name server shows it: stranded", List.of());
        } else {
            wait(pursuit, why);
        }
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
                        + pursuit.step().endpoint()
                        + (answer.silent().isEmpty() ? "" : "; " + String.join("; ", answer.silent()));
        end(pursuit, DnsChange.Status.VERIFIED, reason, answer.asPlanned());
    }

    private Duration age(Pursuit pursuit) {
        return Duration.between(pursuit.current().since(), clock.instant());
    }

    private void wait(Pursuit pursuit, String why) {
        Duration age = age(pursuit);
        if (age.compareTo(options.limit()) > 0) {
            String reason = "not confirmed within " + options.limit().toSeconds() + " s: " + why;
            end(pursuit, DnsChange.Status.FAILED, reason, List.of());
            return;
        }
        Instant now = clock.instant();
        boolean warn = Duration.between(pursuit.warnedAt(), now).compareTo(WARN_EVERY) > 0;
        if (warn) {
            log.warn(
                    "{} is not confirmed for {} s: {}",
                    pursuit.step().decision().id(),
                    age.toSeconds(),
                    why);
        }
        Duration doubled = pursuit.delay().multipliedBy(2);
        Duration next = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        schedule(pursuit.later(next, warn ? now : pursuit.warnedAt()), pursuit.delay());
    }

    private void end(Pursuit pursuit, DnsChange.Status status, String reason, List<String> servers) {
        changes.publish(pursuit.step(), status, reason, servers);
        underWay.remove(pursuit.step().decision().service(), pursuit.current());
    }

    /** Leaves what is under way; it is confirmed after the next start. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("confirmations did not stop within 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
