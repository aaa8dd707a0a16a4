package dev.failover.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients with every option that matters set here, none left to its default by accident. */
public final class KafkaClients {

    /** Bytes of records that wait for the broker; beyond it a send waits, and then fails. */
    static final long PRODUCER_BUFFER_BYTES = 8L * 1024 * 1024;

    /** A member that does not poll for this long is taken for dead by its group. */
    public static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(2);

    private final KafkaSettings settings;

    public KafkaClients(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * A member of a group. It reads committed records only and commits nothing by itself. The classic protocol, since
     * there the client sets the session time, and with it how soon another member takes over (6 s).
     */
    public KafkaConsumer<String, byte[]> groupConsumer(String groupId, String clientId) {
        return groupConsumer(groupId, clientId, 1_000);
    }

    /**
     * The same for a handler that takes its time.
     *
     * @param maxPollRecords so few that they are handled within {@link #MAX_POLL_INTERVAL}
     */
    public KafkaConsumer<String, byte[]> groupConsumer(String groupId, String clientId, int maxPollRecords) {
        // The same partition number of every topic goes to the same member.
        return groupConsumer(groupId, clientId, maxPollRecords, RangeAssignor.class);
    }

    /**
     * The same, with another rule of who gets which partitions.
     *
     * @param assignor made by Kafka: public, with a public constructor
     */
    public KafkaConsumer<String, byte[]> groupConsumer(
            String groupId, String clientId, int maxPollRecords, Class<? extends ConsumerPartitionAssignor> assignor) {
        Map<String, Object> options = grouped(groupId, clientId);
        options.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        options.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor.getName());
        return new KafkaConsumer<>(settings.with(options), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A member of a group that reads one topic: a member that comes or goes takes away, or leaves behind, only the
     * partitions that move, and the others are worked on all the while.
     */
    public KafkaConsumer<String, byte[]> stickyGroupConsumer(String groupId, String clientId) {
        Map<String, Object> options = grouped(groupId, clientId);
        options.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new KafkaConsumer<>(settings.with(options), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> grouped(String groupId, String clientId) {
        Map<String, Object> options = reading(clientId);
        options.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        options.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        options.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        options.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        options.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Math.toIntExact(MAX_POLL_INTERVAL.toMillis()));
        options.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return options;
    }

    /** A consumer without a group, for reading given partitions. */
    public KafkaConsumer<String, byte[]> consumer(String clientId) {
        Map<String, Object> options = reading(clientId);
        options.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(settings.with(options), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> reading(String clientId) {
        Map<String, Object> options = new HashMap<>();
        options.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        options.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        options.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        options.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * 1024 * 1024);
        options.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * 1024 * 1024);
        options.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 250);
        options.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        options.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        options.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        return options;
    }

    /**
     * A producer that waits for all in-sync replicas and repeats without doubling.
     *
     * @param deliveryMillis how long a record may wait for its acknowledgement before its send fails
     */
    public KafkaProducer<String, byte[]> producer(String clientId, int deliveryMillis) {
        return producer(clientId, deliveryMillis, 0);
    }

    /**
     * The same for many small records.
     *
     * @param lingerMillis how long a record waits for others that are sent with it
     */
    public KafkaProducer<String, byte[]> producer(String clientId, int deliveryMillis, int lingerMillis) {
        Map<String, Object> options = writing(clientId);
        options.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMillis);
        options.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(deliveryMillis - lingerMillis, 10_000));
        options.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        options.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(deliveryMillis, 10_000));
        return new KafkaProducer<>(settings.with(options), new StringSerializer(), new ByteArraySerializer());
    }

    /** A producer whose records and offsets appear together or not at all; the next owner of the id fences this one. */
    public KafkaProducer<String, byte[]> transactionalProducer(String transactionalId) {
        Map<String, Object> options = writing(transactionalId);
        options.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        options.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        options.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
        options.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 8_000);
        options.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        options.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
        return new KafkaProducer<>(settings.with(options), new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> writing(String clientId) {
        Map<String, Object> options = new HashMap<>();
        options.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        options.put(ProducerConfig.ACKS_CONFIG, "all");
        options.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        options.put(ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_BUFFER_BYTES);
        options.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return options;
    }

    public Admin admin() {
        return Admin.create(settings.with(Map.of(
                CommonClientConfigs.CLIENT_ID_CONFIG, "admin",
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000)));
    }
}
