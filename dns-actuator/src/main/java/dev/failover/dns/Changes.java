package dev.failover.dns;

import dev.failover.dns.plan.Drifted;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.kafka.EventWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what became of a decision, logs it in the same words, and counts it. */
final class Changes {

    private static final Logger log = LoggerFactory.getLogger(Changes.class);

    private final EventWriter writer;
    private final ActuatorMetrics metrics;
    private final Clock clock;

    Changes(EventWriter writer, ActuatorMetrics metrics, Clock clock) {
        this.writer = writer;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * What is known when a step is published.
     *
     * @param epoch what the zone holds, as far as known
     * @param endpoint which the name has, where that is known
     * @param part what another endpoint has of the answers, in a gradual move
     */
    record Step(
            Decision decision,
            long epoch,
            @Nullable String endpoint,
            List<String> before,
            List<String> after,
            @Nullable String changeId,
            @Nullable Instant acceptedAt,
            @Nullable Instant insyncAt,
            DnsChange.@Nullable Part part) {

        /** With which endpoints the name is answered, for sentences. */
        String holding() {
            return endpoint
                    + (part == null ? "" : ", or " + part.endpoint() + " (" + part.share() + " % of the answers)");
        }

        static Step of(Decision decision) {
            return unchanged(decision, List.of());
        }

        /** Nothing was done: the name has what was found. */
        static Step unchanged(Decision decision, List<String> found) {
            return new Step(decision, decision.epoch(), null, found, found, null, null, null, null);
        }

        /** Taken by the provider, as is known since then. */
        Step acceptedAt(Instant at) {
            return new Step(decision, epoch, endpoint, before, after, changeId, at, insyncAt, part);
        }

        Step at(Instant insync) {
            return new Step(decision, epoch, endpoint, before, after, changeId, acceptedAt, insync, part);
        }
    }

    /** Waits for Kafka's acknowledgement. */
    void publish(Step step, DnsChange.Status status, String reason, List<String> nameServers) {
        publishAll(List.of(change(step, status, reason, nameServers)));
    }

    /**
     * Somebody else changed a record; waits for Kafka's acknowledgement.
     *
     * @param found what it answers now
     */
    void drifted(Drifted drifted, List<String> found, String reason) {
        Decision expected = drifted.expected();
        String endpoint = expected.destination().orElseThrow();
        List<String> wanted = List.of(Objects.requireNonNull(expected.targets().get(endpoint), endpoint)
                .toString());
        String holder = drifted.holder().orElse(null);
        publish(
                new Step(expected, expected.epoch(), holder, wanted, found, null, null, null, null),
                DnsChange.Status.DRIFTED,
                reason,
                List.of());
    }

    /** A batch was taken, and each decision in it; waits for Kafka's acknowledgement of them all. */
    void accepted(List<Step> steps) {
        publishAll(steps.stream()
                .map(step ->
                        change(step, DnsChange.Status.ACCEPTED, step.decision().reason(), List.of()))
                .toList());
    }

    private void publishAll(List<Published> all) {
        all.forEach(each -> tell(each.change()));
        writer.writeAll(all.stream().map(Published::change).toList());
        all.forEach(each -> metrics.count(each.decision(), each.change()));
    }

    /** What is told of a decision. */
    private record Published(Decision decision, DnsChange change) {}

    private Published change(Step step, DnsChange.Status status, String reason, List<String> nameServers) {
        Instant now = clock.instant();
        Decision decision = step.decision();
        DnsChange change = new DnsChange(
                decision.service(),
                decision.id(),
                step.epoch(),
                status,
                step.endpoint(),
                decision.record().name() + " " + decision.record().type(),
                step.before(),
                step.after(),
                reason,
                step.changeId(),
                nameServers,
                new DnsChange.Timings(
                        decision.firstFailureAt(),
                        decision.decidedAt(),
                        step.acceptedAt(),
                        step.insyncAt(),
                        status == DnsChange.Status.VERIFIED ? now : null),
                now,
                step.part());
        return new Published(decision, change);
    }

    /** Scenario 41: a record of long ago, read again. It was answered then, and nobody waits for it. */
    void passOver(Decision decision, Instant publishedAt) {
        log.info("{} REPLAY of {}: passed over", decision.id(), publishedAt);
        metrics.countReplay();
    }

    void countLost() {
        metrics.countLost();
    }

    private static void tell(DnsChange change) {
        boolean trouble = switch (change.status()) {
            case REFUSED, FAILED, DRIFTED -> true;
            case PLANNED, ACCEPTED, INSYNC, VERIFIED -> false;
        };
        String line = change.decisionId() + " " + change.status() + " " + change.record() + ": " + change.before()
                + " => " + change.after() + ": " + change.reason();
        if (trouble) {
            log.warn("{}", line);
        } else {
            log.info("{}", line);
        }
    }
}
