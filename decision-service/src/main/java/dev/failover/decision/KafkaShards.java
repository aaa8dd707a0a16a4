package dev.failover.decision;

import dev.failover.event.Event;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Newest;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shards with a transactional producer each, restored from the compacted topics. */
final class KafkaShards implements DecisionHandler.Shards {

    private static final Logger log = LoggerFactory.getLogger(KafkaShards.class);

    private final Function<String, Producer<String, byte[]>> producers;
    private final Supplier<Consumer<String, byte[]>> readers;
    private final LongSupplier nanos;
    private final Clock clock;
    private final DecisionMetrics metrics;

    KafkaShards(KafkaClients clients, Clock clock, DecisionMetrics metrics) {
        this(
                clients::transactionalProducer,
                () -> clients.consumer("decision-service-restore"),
                System::nanoTime,
                clock,
                metrics);
    }

    /**
     * Shards of any Kafka.
     *
     * @param producers by transactional id
     * @param readers consumers without a group
     * @param nanos monotonic
     */
    KafkaShards(
            Function<String, Producer<String, byte[]>> producers,
            Supplier<Consumer<String, byte[]>> readers,
            LongSupplier nanos,
            Clock clock,
            DecisionMetrics metrics) {
        this.producers = producers;
        this.readers = readers;
        this.nanos = nanos;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public Map<Integer, Shard> open(Set<Integer> partitions) {
        Map<Integer, Shard> opened = new TreeMap<>();
        partitions.forEach(number -> opened.put(number, open(number)));
        if (!opened.isEmpty()) {
            restore(opened);
        }
        return opened;
    }

    /** Fences the previous owner before anything is read, or a late commit of it would slip in behind the restoring. */
    private Shard open(int number) {
        Producer<String, byte[]> producer = producers.apply("decision-" + number);
        producer.initTransactions();
        return new Shard(
                producer, new EventWriter(producer, "decision-service", clock), metrics, new BrokerTime(nanos, clock));
    }

    private void restore(Map<Integer, Shard> opened) {
        try (Consumer<String, byte[]> consumer = readers.get()) {
            TopicReader reader = new TopicReader(consumer);
            opened.forEach((number, shard) -> restore(reader, number, shard));
        }
    }

    private static void restore(TopicReader reader, int number, Shard shard) {
        Map<String, ServiceSpec> specs = newest(reader, Topic.SERVICES, number, ServiceSpec.class);
        Map<String, ServiceState> states = newest(reader, Topic.STATE, number, ServiceState.class);
        specs.forEach((name, spec) -> shard.restore(spec, Optional.ofNullable(states.get(name))));
        log.info("restored partition {}: {} services, {} states", number, specs.size(), states.size());
    }

    private static <E extends Event> Map<String, E> newest(TopicReader reader, Topic topic, int number, Class<E> type) {
        // It goes to dead letters when it is read as input; a state that cannot be read is begun anew.
        Newest<E> newest = new Newest<>(type, (place, why) -> log.warn("{} cannot be restored: {}", place, why));
        reader.read(List.of(new TopicPartition(topic.topicName(), number)), newest::take);
        return newest.events();
    }
}
