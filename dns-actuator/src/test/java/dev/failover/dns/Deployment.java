package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafka.Topics;
import dev.failover.kafkalocal.LocalKafka;
import dev.failover.service.Health;
import dev.failover.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A broker of its own and the service on it, one at a time; what was published can be waited for. */
final class Deployment implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LocalKafka kafka;
    private final KafkaClients clients;
    private final Producer<String, byte[]> producer;
    private final EventWriter writer;
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    Deployment(Path folder) {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
        producer = clients.producer("test", 20_000);
        writer = new EventWriter(producer, "test", Clock.systemUTC());
    }

    /** Until {@link Vertx#close}. */
    void start(Vertx vertx, Aws aws, Map<String, String> more) throws Exception {
        Map<String, String> env = new HashMap<>(aws.env());
        env.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        env.putAll(more);
        ServiceContext context = new ServiceContext(new Health(), new SimpleMeterRegistry(), fatal::set);
        vertx.deployVerticle(new ActuatorVerticle(Settings.fromEnv(env), context))
                .await(30, TimeUnit.SECONDS);
    }

    void stop(Vertx vertx) throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
        assertThat(fatal.get()).isNull();
    }

    void write(Event event) {
        writer.write(event);
    }

    /** The service is managed no longer. */
    void remove(String service) throws Exception {
        producer.send(new ProducerRecord<>(Topic.SERVICES.topicName(), service, null))
                .get(20, TimeUnit.SECONDS);
    }

    DnsChange awaitChange(Decision decision, DnsChange.Status status) {
        return awaitChange(change -> change.decisionId().equals(decision.id()) && change.status() == status);
    }

    DnsChange awaitChange(Predicate<DnsChange> wanted) {
        AtomicReference<@Nullable DnsChange> found = new AtomicReference<>();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(changes()).filteredOn(wanted).first().satisfies(found::set));
        return Objects.requireNonNull(found.get());
    }

    List<DnsChange> changes() {
        List<DnsChange> changes = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader")) {
            new TopicReader(consumer).readAll(Topic.CHANGES, record -> changes.add(change(record)));
        }
        return changes;
    }

    private static DnsChange change(ConsumerRecord<String, byte[]> record) {
        try {
            return (DnsChange) EventCodec.decode(record).orElseThrow();
        } catch (EventCodec.UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        kafka.close();
    }
}
