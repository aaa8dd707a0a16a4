package dev.failover.dns;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.kafka.CommitStep;
import dev.failover.kafka.Received;
import dev.failover.kafka.RecordHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Carries out the decisions of a poll, or of a few that {@link Gathering} makes one of, zone by zone, of each service the
 * newest: look, plan, change, publish ACCEPTED, and leave the rest to {@link Confirmations}. Offsets are committed once what
 * they stand for was carried out. The world's faults are published and never end the loop.
 */
final class DecisionHandler implements RecordHandler, CommitStep {

    private final ZoneMoves.Tools tools;
    private final Function<Duration, Retries> retries;
    private final Set<TopicPartition> owned = ConcurrentHashMap.newKeySet();
    private final Gathering gathering = new Gathering();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private boolean letGo;

    /**
     * A handler.
     *
     * @param retries a new budget of so much time, for the decisions of a zone
     */
    DecisionHandler(ZoneMoves.Tools tools, Function<Duration, Retries> retries) {
        this.tools = tools;
        this.retries = retries;
    }

    /** Whether this process is the one that changes DNS; the others of its group stand by. */
    boolean isWriter() {
        return !owned.isEmpty();
    }

    /** Who stands by says so. */
    Optional<String> standsBy() {
        return isWriter()
                ? Optional.empty()
                : Optional.of("another dns-actuator carries out the decisions; this one takes over when it is gone");
    }

    @Override
    public void assigned(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        owned.addAll(partitions);
        letGo = owned.isEmpty();
    }

    @Override
    public void revoked(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        owned.removeAll(partitions);
        gathering.drop(partitions);
        offsets.keySet().removeAll(partitions);
        letGo = owned.isEmpty();
    }

    @Override
    public void handle(Consumer<String, byte[]> consumer, List<Received> batch) {
        List<Received> taken = gathering.take(batch, tools.clock().instant());
        if (!gathering.isHolding()) {
            carryOutAll(taken);
        }
    }

    @Override
    public void commit(Consumer<String, byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> next) {
        offsets.putAll(next);
        if (!gathering.isHolding()) {
            CommitStep.AFTER_HANDLING.commit(consumer, Map.copyOf(offsets));
            offsets.clear();
        }
    }

    private void carryOutAll(List<Received> taken) {
        List<Decision> due = new ArrayList<>(tools.confirmations().lost());
        if (letGo) {
            // Whoever has taken over gets it again from the decision-service.
            due.clear();
        }
        for (Received record : taken) {
            record.event().map(Decision.class::cast).ifPresent(decision -> {
                if (tools.tooOld(record.at())) {
                    // Whoever still waits for it publishes it again: the zone need not be read for each record of a
                    // month.
                    tools.changes().passOver(decision, record.at());
                } else {
                    due.add(decision);
                }
            });
        }
        List<Decision> newest = newest(due);
        if (!newest.isEmpty()) {
            carryOut(newest);
        }
    }

    /** Without those that a newer one of the same service has overtaken, and each once. */
    private List<Decision> newest(List<Decision> due) {
        Map<String, Decision> newest = new HashMap<>();
        due.forEach(decision -> newest.merge(decision.service(), decision, (a, b) -> b.epoch() > a.epoch() ? b : a));
        Map<String, Decision> left = new LinkedHashMap<>();
        for (Decision decision : due) {
            Decision newer = Objects.requireNonNull(newest.get(decision.service()));
            if (newer.epoch() == decision.epoch()) {
                left.putIfAbsent(decision.id(), decision);
            } else {
                tools.changes()
                        .publish(
                                Changes.Step.of(decision),
                                DnsChange.Status.REFUSED,
                                "overtaken by " + newer.id() + " before it was carried out",
                                List.of());
            }
        }
        return List.copyOf(left.values());
    }

    private void carryOut(List<Decision> due) {
        Instant end = tools.clock().instant().plus(Retries.BUDGET);
        List<List<Decision>> groups = groups(due);
        for (int i = 0; i < groups.size(); i++) {
            List<Decision> group = groups.get(i).stream()
                    .filter(decision -> !tools.confirmations().underWay(decision))
                    .toList();
            if (!group.isEmpty()) {
                Duration share = left(end).dividedBy(groups.size() - i);
                new ZoneMoves(tools, retries.apply(share)).carryOut(group);
            }
        }
    }

    /** By a clock that may have been set meanwhile. */
    private Duration left(Instant end) {
        Duration left = Duration.between(tools.clock().instant(), end);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(Retries.BUDGET) > 0 ? Retries.BUDGET : left;
    }

    /** Of one zone each; a rival of the same service and epoch comes after the first was carried out. */
    private static List<List<Decision>> groups(List<Decision> due) {
        List<List<Decision>> groups = new ArrayList<>();
        for (List<Decision> rest = due; !rest.isEmpty(); ) {
            Map<String, List<Decision>> byZone = new LinkedHashMap<>();
            List<Decision> later = new ArrayList<>();
            Set<String> services = new HashSet<>();
            for (Decision decision : rest) {
                if (services.add(decision.service())) {
                    byZone.computeIfAbsent(decision.record().zone(), zone -> new ArrayList<>())
                            .add(decision);
                } else {
                    later.add(decision);
                }
            }
            groups.addAll(byZone.values());
            rest = later;
        }
        return groups;
    }
}
