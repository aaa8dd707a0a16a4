package dev.failover.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.event.Command;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PublisherTest {

    /** Acknowledges nothing by itself, like a broker that is away. */
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    @DisplayName("scenario 42: while Kafka is away the newest event of a subject takes the older one's place")
    void newestWinsWhileKafkaIsAway() {
        try (Publisher publisher = publisher(new Publisher.Limits(10, 1))) {
            publisher.offer("search/primary", event("c-0"));
            await().until(() -> producer.history().size() == 1);
            publisher.offer("search/primary", event("c-1"));
            publisher.offer("search/secondary", event("c-2"));
            publisher.offer("search/primary", event("c-3"));

            await().until(() -> {
                producer.completeNext();
                return producer.history().size() == 3;
            });
            producer.completeNext();
        }
        assertThat(ids()).containsExactly("c-0", "c-2", "c-3");
        assertThat(count("superseded")).isEqualTo(1);
    }

    @Test
    void dropsAndCountsWhatThereIsNoRoomFor() {
        try (Publisher publisher = publisher(new Publisher.Limits(1, 1))) {
            publisher.offer("a", event("c-0"));
            await().until(() -> producer.history().size() == 1);
            publisher.offer("b", event("c-1"));
            publisher.offer("c", event("c-2"));

            assertThat(publisher.backlog()).isEqualTo(1);
            assertThat(count("dropped")).isEqualTo(1);
        }
    }

    @Test
    void countsWhatKafkaDidNotTake() {
        try (Publisher publisher = publisher(Publisher.Limits.DEFAULT)) {
            publisher.offer("a", event("c-0"));
            await().until(() -> producer.errorNext(new IllegalStateException("away")));
        }
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void sendsWhatWaitsBeforeItCloses() {
        Publisher publisher = publisher(Publisher.Limits.DEFAULT);
        for (int i = 0; i < 100; i++) {
            publisher.offer("subject-" + i, event("c-" + i));
        }

        publisher.close();

        assertThat(producer.history()).hasSize(100);
        assertThat(producer.closed()).isTrue();
    }

    private Publisher publisher(Publisher.Limits limits) {
        return new Publisher(producer, new EventWriter(producer, "test", Clock.systemUTC()), limits, metrics);
    }

    private List<String> ids() {
        return producer.history().stream()
                .map(record -> new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .toList();
    }

    private double count(String outcome) {
        return metrics.get("failover.published")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static Command event(String id) {
        return new Command("search", id, Command.Kind.RESUME, null, false, null, "ana", "done", Instant.EPOCH);
    }
}
