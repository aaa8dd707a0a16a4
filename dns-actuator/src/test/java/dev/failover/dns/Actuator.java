package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.plan.Planner;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.EventCodec;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.Received;
import dev.failover.kafka.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The whole actuator but for Kafka, Route 53 and the name servers, in virtual time. */
final class Actuator {

    static final Duration MAX_AGE = Duration.ofMinutes(10);
    static final Duration LIMIT = Duration.ofMinutes(15);

    final VirtualTime time = new VirtualTime();
    final FakeProvider provider;
    private final DnsProvider used;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final List<Throwable> fatal = new ArrayList<>();
    final ScheduledThreadPoolExecutor pool = time.executor();

    /** What the name servers say from now on. */
    NameServers.Answer answer = new NameServers.Answer(List.of("ns-1", "ns-2"), List.of(), List.of());

    final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    final ActuatorMetrics actuatorMetrics = new ActuatorMetrics(metrics);
    final Changes changes = new Changes(new EventWriter(producer, "test", time), actuatorMetrics, time);
    final Confirmations confirmations;
    private final TopicPartition decisions = new TopicPartition(Topic.DECISIONS.topicName(), 0);
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private long end;
    private DecisionHandler handler;

    Actuator() {
        this(new FakeProvider());
    }

    Actuator(DnsProvider used) {
        this.used = used;
        this.provider = used instanceof FakeProvider fake ? fake : new FakeProvider();
        this.confirmations = new Confirmations(
                used,
                (record, planned, fence) -> answer,
                changes,
                new Confirmations.Options(Duration.ofMillis(500), LIMIT),
                pool,
                time,
                fatal::add);
        this.handler = handler(false);
        consumer.assign(List.of(decisions));
    }

    Actuator dryRun() {
        handler = handler(true);
        return this;
    }

    private DecisionHandler handler(boolean dryRun) {
        return new DecisionHandler(
                new ZoneMoves.Tools(used, new Planner("ops"), changes, confirmations, dryRun, MAX_AGE, time),
                budget -> new Retries(budget, time::nanos, time::skip, actuatorMetrics));
    }

    /** A poll that brings nothing: what was lost is carried out again. */
    void poll() {
        poll(List.of());
    }

    /** What the loop does with one poll: it is handled, then committed. */
    void poll(List<Decision> brought) {
        handler.handle(
                consumer,
                brought.stream()
                        .map(decision -> new Received(
                                decisions, end++, time.instant(), decision.service(), Optional.of(decision)))
                        .toList());
        handler.commit(consumer, brought.isEmpty() ? Map.of() : Map.of(decisions, new OffsetAndMetadata(end)));
    }

    /** Where whoever takes over goes on; 0 from the beginning. */
    long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(decisions)).get(decisions);
        return offset == null ? 0 : offset.offset();
    }

    void revoke() {
        handler.revoked(consumer, List.of(decisions));
    }

    void take(Decision decision) {
        take(decision, time.instant());
    }

    void take(Decision decision, Instant publishedAt) {
        TopicPartition partition = new TopicPartition(Topic.DECISIONS.topicName(), 0);
        handler.handle(
                new MockConsumer<>("earliest"),
                List.of(new Received(partition, 0, publishedAt, decision.service(), Optional.of(decision))));
    }

    /** One poll, after which nothing more comes. */
    void takeAll(List<Decision> brought) {
        poll(brought);
        if (brought.size() > Gathering.HANDFUL && brought.size() < Gathering.MOST) {
            time.skip(Gathering.TIME.toMillis());
            poll();
        }
    }

    void takeTombstone() {
        TopicPartition partition = new TopicPartition(Topic.DECISIONS.topicName(), 0);
        handler.handle(
                new MockConsumer<>("earliest"),
                List.of(new Received(partition, 0, time.instant(), "search", Optional.empty())));
    }

    List<DnsChange> published() {
        return producer.history().stream().map(Actuator::change).toList();
    }

    List<DnsChange.Status> statuses() {
        return published().stream().map(DnsChange::status).toList();
    }

    DnsChange last() {
        List<DnsChange> all = published();
        assertThat(all).isNotEmpty();
        return all.get(all.size() - 1);
    }

    private static DnsChange change(ProducerRecord<String, byte[]> sent) {
        ConsumerRecord<String, byte[]> read = new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
        sent.headers().forEach(read.headers()::add);
        try {
            return (DnsChange) EventCodec.decode(read).orElseThrow();
        } catch (EventCodec.UndecodableException e) {
            throw new AssertionError(e);
        }
    }
}
