package dev.failover.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.event.Command;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.HealthTransition;
import dev.failover.event.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConsumeLoopTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topic.COMMANDS.topicName(), 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> letters =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private final ConsumeLoop loop = loop(CommitStep.AFTER_HANDLING, this::note);

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void handlesInOrderAndCommitsWhatWasHandled() {
        start(loop, record(0, command("c-0")), record(1, command("c-1")));

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
        assertThat(handled).containsExactly("c-0", "c-1");
        assertThat(loop.whyNotReady()).isEmpty();
    }

    @Test
    @DisplayName("scenario 39: a poison record goes to dead letters with its place, and the partition goes on")
    void buriesWhatDoesNotDecode() {
        start(loop, record(0, "{".getBytes(StandardCharsets.UTF_8)), record(1, command("c-1")));

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
        assertThat(handled).containsExactly("c-1");
        assertThat(letters.history()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("failover.dead-letters");
            assertThat(text(letter.headers().lastHeader("failover_offset"))).isEqualTo("0");
            assertThat(text(letter.headers().lastHeader("failover_reason"))).contains("health");
        });
    }

    @Test
    @DisplayName("scenario 39: an event of another topic's type goes to dead letters, and the partition goes on")
    void buriesWhatBelongsOnAnotherTopic() {
        HealthTransition stray = new HealthTransition(
                "search", "primary", Verdict.UP, Verdict.DOWN, List.of(), "primary is DOWN", Instant.EPOCH);
        start(loop, record(0, stray), record(1, command("c-1")));

        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
        assertThat(handled).containsExactly("c-1");
        assertThat(letters.history())
                .singleElement()
                .satisfies(letter -> assertThat(text(letter.headers().lastHeader("failover_reason")))
                        .isEqualTo("its type belongs on another topic"));
    }

    @Test
    void aFailingHandlerEndsTheLoopAndCommitsNothing() {
        ConsumeLoop failing = loop(CommitStep.AFTER_HANDLING, (c, batch) -> {
            if (!batch.isEmpty()) {
                throw new IllegalStateException("the disk is full");
            }
        });
        start(failing, record(0, command("c-0")));

        await().untilAsserted(() -> assertThat(fatal.get()).hasMessage("the disk is full"));
        assertThat(failing.whyDead()).contains("the loop has ended: the disk is full");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void commitsOnlyAfterTheHandlerReturns() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        ConsumeLoop recording = loop(
                (c, next) -> next.forEach((partition, offset) -> order.add("commit " + offset.offset())),
                (c, batch) -> batch.forEach(record -> order.add("handle " + record.offset())));
        start(recording, record(0, command("c-0")), record(1, command("c-1")));

        await().untilAsserted(() -> assertThat(order).containsExactly("handle 0", "handle 1", "commit 2"));
        recording.close();
    }

    @Test
    void aLoopThatDoesNotPollIsDead() {
        AtomicLong now = new AtomicLong();
        ConsumeLoop idle = loop(CommitStep.NONE, this::note, new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(now.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
        assertThat(idle.whyDead()).isEmpty();

        now.set(ConsumeLoop.DEAD_AFTER.toSeconds() + 1);

        assertThat(idle.whyDead()).contains("no poll for 61 s");
    }

    private void note(Consumer<String, byte[]> ignored, List<Received> batch) {
        batch.forEach(record -> handled.add(record.event().orElseThrow().eventId()));
    }

    private ConsumeLoop loop(CommitStep commit, RecordHandler handler) {
        return loop(commit, handler, Clock.systemUTC());
    }

    private ConsumeLoop loop(CommitStep commit, RecordHandler handler, Clock clock) {
        return new ConsumeLoop(
                new ConsumeLoop.Options("test-loop", List.of(Topic.COMMANDS), Duration.ofMillis(10)),
                consumer,
                handler,
                commit,
                new DeadLetters(letters, "test", new SimpleMeterRegistry()),
                clock,
                fatal::set);
    }

    @SafeVarargs
    private void start(ConsumeLoop started, ConsumerRecord<String, byte[]>... records) {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(PARTITION));
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            for (ConsumerRecord<String, byte[]> record : records) {
                consumer.addRecord(record);
            }
        });
        started.start();
    }

    private long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? -1 : offset.offset();
    }

    private static Command command(String id) {
        return new Command(
                "search", id, Command.Kind.FAILBACK, null, false, null, "ana", "upgrade done", Instant.EPOCH);
    }

    private static ConsumerRecord<String, byte[]> record(long offset, Event event) {
        RecordHeaders headers = new RecordHeaders();
        EventCodec.headers(event, "test", Instant.EPOCH).forEach(headers::add);
        return record(offset, EventCodec.body(event), headers);
    }

    private static ConsumerRecord<String, byte[]> record(long offset, byte[] body) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", "health.observation.v1".getBytes(StandardCharsets.UTF_8));
        return record(offset, body, headers);
    }

    private static ConsumerRecord<String, byte[]> record(long offset, byte[] body, RecordHeaders headers) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "search",
                body,
                headers,
                Optional.empty());
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
