package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * limit. Kept in memory only: after a restart the decision is published again, and is confirmed again.
 */
final class Confirmations implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int MOST_UNDER_WAY = 10_000;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(Confirmations.class);

    private final DnsProvider provider;
    private final NameServers nameServers;
    private final Changes changes;
    private final Duration firstDelay;
    private final Duration limit;
    private final Clock clock;
    private final Consumer<Throwable> fatal;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService pool =
            Executors.newScheduledThreadPool(THREADS, task -> new Thread(task, "confirm"));

    Confirmations(
            DnsProvider provider,
            NameServers nameServers,
            Changes changes,
            Duration firstDelay,
            Duration limit,
            Clock clock,
            Consumer<Throwable> fatal) {
        this.provider = provider;
        this.nameServers = nameServers;
        this.changes = changes;
        this.firstDelay = firstDelay;
        this.limit = limit;
        this.clock = clock;
        this.fatal = fatal;
    }

    /** Whether a decision is being confirmed already. */
    boolean underWay(String decisionId) {
        return underWay.contains(decisionId);
    }

    /** Begins to follow a change; without a change id only the name servers are asked, at once. */
    void confirm(Changes.Step step, RecordSnapshot record, FenceSnapshot fence) {
        if (underWay.size() >= MOST_UNDER_WAY) {
            log.warn(
                    "{} is not confirmed: {} others are; it will be published again",
                    step.decision().id(),
                    MOST_UNDER_WAY);
            return;
        }
        underWay.add(step.decision().id());
        Duration first = step.changeId() == null ? Duration.ZERO : firstDelay;
        schedule(new Pursuit(step, record, fence, clock.instant(), clock.instant(), firstDelay), first);
    }

    /** One change on its way; {@code delay} is the next wait. */
    private record Pursuit(
            Changes.Step step,
            RecordSnapshot record,
            FenceSnapshot fence,
            Instant since,
            Instant warnedAt,
            Duration delay) {

        boolean inSync() {
            return step.changeId() == null || step.insyncAt() != null;
        }

        Pursuit at(Instant insyncAt) {
            Changes.Step reached = new Changes.Step(
                    step.decision(),
                    step.epoch(),
                    step.endpoint(),
                    step.before(),
                    step.after(),
                    step.changeId(),
                    step.acceptedAt(),
                    insyncAt);
            return new Pursuit(reached, record, fence, since, warnedAt, delay);
        }

        Pursuit later(Duration nextDelay, Instant warned) {
            return new Pursuit(step, record, fence, since, warned, nextDelay);
        }
    }

    private void schedule(Pursuit pursuit, Duration delay) {
        Future<?> unused = pool.schedule(() -> guarded(pursuit), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that throws would be lost without a word. */
    private void guarded(Pursuit pursuit) {
        try {
            pursue(pursuit);
        } catch (DnsProviderException e) {
            wait(pursuit, "the provider does not answer: " + e.getMessage());
        } catch (RuntimeException e) {
            fatal.accept(e);
        }
    }

    private void pursue(Pursuit pursuit) {
        if (pursuit.inSync()) {
            verify(pursuit);
            return;
        }
        String changeId = String.valueOf(pursuit.step().changeId());
        switch (provider.progress(changeId)) {
            case PENDING -> wait(pursuit, changeId + " is pending");
            case UNKNOWN ->
                end(pursuit, DnsChange.Status.FAILED, changeId + " is not known any more: stranded", List.of());
            case INSYNC -> {
                Pursuit reached = pursuit.at(clock.instant());
                changes.publish(
                        reached.step(), DnsChange.Status.INSYNC, changeId + " is at every name server", List.of());
                verify(reached);
            }
        }
    }

    private void verify(Pursuit pursuit) {
        NameServers.Answer answer =
                nameServers.ask(pursuit.step().decision().record(), pursuit.record(), pursuit.fence());
        Optional<String> complaint = answer.complaint();
        if (complaint.isPresent()) {
            wait(pursuit, complaint.get());
        } else {
            String reason = answer.asPlanned().isEmpty()
                    ? "in sync; no name server was asked"
                    : answer.asPlanned().size() + " name servers answer as planned";
            end(pursuit, DnsChange.Status.VERIFIED, reason, answer.asPlanned());
        }
    }

    private void wait(Pursuit pursuit, String why) {
        Instant now = clock.instant();
        Duration age = Duration.between(pursuit.since(), now);
        if (age.compareTo(limit) > 0) {
            end(
                    pursuit,
                    DnsChange.Status.FAILED,
                    "not confirmed within " + limit.toSeconds() + " s: " + why,
                    List.of());
            return;
        }
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
        underWay.remove(pursuit.step().decision().id());
        changes.publish(pursuit.step(), status, reason, servers);
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
