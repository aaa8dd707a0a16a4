package dev.failover.dns.steering;

import static dev.failover.dns.Decisions.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.dns.Decisions;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.EventCodec;
import dev.failover.event.Steering;
import dev.failover.event.Target;
import dev.failover.kafka.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SteeringFollowerTest {

    private static final String TOPIC = Topic.STEERING.topicName();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Throwable> fatal = new ArrayList<>();
    private final SteeringFollower follower = new SteeringFollower(consumer, Clock.systemUTC(), fatal::add);
    private final AtomicBoolean caughtUp = new AtomicBoolean();
    private long offset;

    @AfterEach
    void stop() {
        follower.close();
        assertThat(fatal).isEmpty();
    }

    @Test
    @DisplayName("scenario 51: what was there at the start is read to its end before anything is said")
    void saysNothingBeforeItHasCaughtUp() {
        start(2);
        consumer.schedulePollTask(() -> add("es", body("es", 2, "es-b")));
        await().atMost(LIMIT).until(() -> follower.services() == 1);

        assertThat(caughtUp).isFalse();
        assertThat(follower.isAt("es", "es-b")).isFalse();
        assertThat(follower.whyNotReady()).isPresent();

        consumer.schedulePollTask(() -> add("es", body("es", 3, "es-a")));
        await().atMost(LIMIT).untilTrue(caughtUp);
        assertThat(follower.isAt("es", "es-a")).isTrue();
        assertThat(follower.isAt("es", "es-b")).isFalse();
        assertThat(follower.whyNotReady()).isEmpty();
    }

    @Test
    void forgetsWhatWasRemovedAndPassesOverPoison() {
        start(0);
        await().atMost(LIMIT).untilTrue(caughtUp);
        consumer.schedulePollTask(() -> {
            add("es", body("es", 2, "es-b"));
            add("www", body("www", 2, "site-b"));
        });
        await().atMost(LIMIT).until(() -> follower.isAt("www", "site-b"));

        consumer.schedulePollTask(() -> {
            add("es", "no JSON".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            add("www", null);
        });

        await().atMost(LIMIT).until(() -> follower.services() == 1);
        assertThat(follower.isAt("es", "es-b")).isTrue();
    }

    private void start(long end) {
        Node node = new Node(1, "localhost", 1);
        consumer.updatePartitions(
                TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        follower.whenCaughtUp(() -> caughtUp.set(true));
        follower.start();
        await().atMost(LIMIT).until(() -> !consumer.assignment().isEmpty());
    }

    private void add(String service, byte @Nullable [] body) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(TOPIC, 0, offset++, service, body);
        record.headers().add("ce_type", "failover.steering.v1".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        consumer.addRecord(record);
    }

    private static byte[] body(String service, long epoch, String endpoint) {
        return EventCodec.body(new Steering(
                service,
                "ops",
                epoch,
                service + "-" + epoch,
                endpoint,
                Target.of("192.0.2.20"),
                Decisions.record("es.example.com", RecordType.A),
                NOON));
    }
}
