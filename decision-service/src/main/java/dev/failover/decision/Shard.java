package dev.failover.decision;

import dev.failover.decision.core.Fleet;
import dev.failover.decision.core.Incident;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.Received;
import dev.failover.kafka.Topic;
import dev.failover.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of one partition number. What they publish, their state and the offsets of what was read are committed in
 * one Kafka transaction; what is in memory and not committed is not state yet.
 */
final class Shard {

    /** Offsets that nothing was published for may wait this long. */
    private static final Duration OFFSETS_WAIT = Duration.ofSeconds(1);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(Shard.class);

    private final Producer<String, byte[]> producer;
    private final EventWriter writer;
    private final DecisionMetrics metrics;
    private final BrokerTime time;
    private final Map<String, JudgedService> services = new TreeMap<>();
    /** Services that something was heard of since they were judged. */
    private final Set<String> touched = new HashSet<>();

    /** Services that may differ from what was written of them: the others need not be compared at every commit. */
    private final Set<String> unwritten = new HashSet<>();

    private final List<ProducerRecord<String, byte[]>> outputs = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private Instant committedAt = Instant.EPOCH;

    Shard(Producer<String, byte[]> producer, EventWriter writer, DecisionMetrics metrics, BrokerTime time) {
        this.producer = producer;
        this.writer = writer;
        this.metrics = metrics;
        this.time = time;
    }

    /** The time that this partition's votes are judged by. */
    BrokerTime time() {
        return time;
    }

    /** Its services as the fleet sees them. */
    Stream<Fleet.Member> members() {
        return services.values().stream().map(JudgedService::member);
    }

    /** Takes up a service where its last owner left it. */
    void restore(ServiceSpec spec, Optional<ServiceState> state) {
        JudgedService restored = JudgedService.restored(spec, state);
        services.put(spec.service(), restored);
        restored.count(metrics);
        state.ifPresent(kept -> time.writtenAt(kept.at()));
        metrics.services(1);
    }

    void take(Received record) {
        if (record.from(Topic.SERVICES)) {
            record.event().ifPresentOrElse(event -> specify((ServiceSpec) event), () -> remove(record.service()));
            return;
        }
        JudgedService service = services.get(record.service());
        if (service != null) {
            record.event().flatMap(event -> service.take(event, record.at())).ifPresent(metrics::ignored);
            touch(record.service());
        }
    }

    private void specify(ServiceSpec spec) {
        JudgedService known = services.get(spec.service());
        if (known == null) {
            restore(spec, Optional.empty());
            log.info("{} is added", spec.service());
        } else if (known.specify(spec)) {
            log.info("{} is changed", spec.service());
        }
        touch(spec.service());
    }

    private void remove(String name) {
        JudgedService removed = services.remove(name);
        if (removed != null) {
            metrics.services(-1);
            removed.uncount(metrics);
            outputs.add(writer.tombstone(Topic.STATE, name));
            log.info("{} is removed; its record stays where it is", name);
        }
    }

    /**
     * Judges the services that something was heard of, or all.
     *
     * @param all also those that nothing was heard of, since time alone changes verdicts
     * @param incident what the fleet suffers from; null when it is calm
     */
    void judge(boolean all, @Nullable Incident incident) {
        Instant now = time.now();
        for (String name : all ? services.keySet() : touched) {
            JudgedService service = services.get(name);
            if (service != null) {
                unwritten.add(name);
                service.judge(now, incident).forEach(event -> {
                    metrics.count(event);
                    outputs.add(writer.record(event));
                });
                service.count(metrics);
            }
        }
        touched.clear();
    }

    private void touch(String name) {
        touched.add(name);
        unwritten.add(name);
    }

    void readUpTo(TopicPartition partition, OffsetAndMetadata offset) {
        offsets.put(partition, offset);
    }

    /**
     * Commits what there is, if it is worth a transaction.
     *
     * @throws KafkaException when it was not committed: this shard must not be used any more
     */
    void commit(ConsumerGroupMetadata group) {
        Instant now = time.now();
        for (String name : unwritten) {
            JudgedService service = services.get(name);
            if (service != null) {
                service.stateToWrite(now).ifPresent(state -> outputs.add(writer.record(state)));
            }
        }
        unwritten.clear();
        boolean offsetsDue = !offsets.isEmpty() && Durations.isPast(committedAt, OFFSETS_WAIT, now);
        if (outputs.isEmpty() && !offsetsDue) {
            return;
        }
        transact(group);
        outputs.clear();
        offsets.clear();
        committedAt = now;
    }

    private void transact(ConsumerGroupMetadata group) {
        producer.beginTransaction();
        for (ProducerRecord<String, byte[]> output : outputs) {
            // The commit fails if this does.
            Future<?> unused = producer.send(output);
        }
        if (!offsets.isEmpty()) {
            producer.sendOffsetsToTransaction(offsets, group);
        }
        producer.commitTransaction();
    }

    /** Ends without committing: an open transaction is aborted by the next owner, or by its time limit. */
    void close() {
        metrics.services(-services.size());
        services.values().forEach(service -> service.uncount(metrics));
        producer.close(CLOSE_LIMIT);
    }
}
