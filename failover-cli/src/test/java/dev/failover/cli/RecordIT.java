package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.cli.CliProcess.Ended;
import dev.failover.cli.services.ServicesFile;
import dev.failover.cli.tape.Recorded;
import dev.failover.cli.tape.TapeFile;
import dev.failover.event.Command;
import dev.failover.event.Event;
import dev.failover.event.Observation;
import dev.failover.event.ServiceSpec;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafkalocal.LocalKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the topics to a file, and from both to the same findings. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RecordIT {

    private static final int ROUNDS = 50;
    private static final String SERVICES = """
            services:
              - name: search
                record: {zone: Z1, name: es.example.com, type: A, ttl: 30s}
                endpoints:
                  - {name: primary, target: 10.0.1.10, check: {kind: tcp, host: a.internal, port: 443}}
                  - {name: secondary, target: 10.0.2.10, check: {kind: tcp, host: b.internal, port: 443}}
              - name: shop
                record: {zone: Z1, name: shop.example.com, type: A, ttl: 30s}
                endpoints:
                  - {name: primary, target: 10.0.3.10, check: {kind: tcp, host: c.internal, port: 443}}
                  - {name: secondary, target: 10.0.4.10, check: {kind: tcp, host: d.internal, port: 443}}
            """;

    @TempDir
    Path folder;

    private LocalKafka kafka;
    private Producer<String, byte[]> producer;
    private EventWriter writer;
    private Path services;
    private long sequence;

    @BeforeEach
    void start() throws Exception {
        kafka = LocalKafka.start(folder.resolve("kafka"));
        KafkaClients clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        services = Files.writeString(folder.resolve("services.yaml"), SERVICES);
        Applied applied = new Applied(clients);
        applied.topics(TopicSettings.LOCAL);
        applied.write(ServicesFile.read(services).services());
        producer = clients.producer("test", 10_000);
        writer = new EventWriter(producer, "test", Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        producer.close();
        kafka.close();
    }

    @Test
    void whatIsRecordedSimulatesAsTheTopicsDo() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            round("search", i >= ROUNDS / 2);
            round("shop", false);
        }
        writer.write(pause());
        producer.flush();
        Path all = folder.resolve("all.jsonl");
        Path shop = folder.resolve("shop.jsonl");

        Ended recorded = cli("record", "--out", all.toString(), "--from-beginning");
        assertThat(recorded.err()).isEmpty();
        assertThat(recorded.code()).isZero();
        assertThat(cli("record", "--out", shop.toString(), "--from-beginning", "--service", "shop")
                        .code())
                .isZero();

        assertThat(recorded.out()).endsWith(8 * ROUNDS + 3 + " events in " + all + "\n");
        assertThat(count(all, Observation.class)).isEqualTo(8 * ROUNDS);
        assertThat(count(all, ServiceSpec.class)).isEqualTo(2);
        assertThat(count(all, Command.class)).isEqualTo(1);
        assertThat(played(shop))
                .hasSize(4 * ROUNDS + 2)
                .allMatch(event -> event.service().equals("shop"));
        Ended fromFile = cli("simulate", "--policy", services.toString(), "--from", all.toString());
        Ended fromTopic = cli("simulate", "--policy", services.toString(), "--from", "topic");
        assertThat(fromFile.code()).as(fromFile.err()).isZero();
        assertThat(fromFile.out()).contains("search: 200 checks", "primary from a went DOWN once", "shop: 200 checks");
        assertThat(fromTopic).isEqualTo(fromFile);
    }

    @Test
    void endsWithWholeLinesWhenItIsToldToStop() throws Exception {
        Path file = folder.resolve("live.jsonl");
        try (CliProcess record = CliProcess.start(folder, env(), "record", "--out", file.toString())) {
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        round("search", false);
                        return !record.runs()
                                || (Files.exists(file) && Files.readString(file).contains("observation"));
                    });

            record.terminate();

            Ended ended = record.ended(40);
            assertThat(ended.code()).as(ended.err()).isEqualTo(128 + 15);
            assertThat(ended.out()).contains(played(file).size() + " events in " + file);
        }
        assertThat(count(file, ServiceSpec.class)).isEqualTo(2);
        assertThat(count(file, Observation.class)).isPositive();
    }

    private void round(String service, boolean primaryFails) {
        for (String location : List.of("a", "b")) {
            writer.write(check(service, "primary", location, primaryFails));
            writer.write(check(service, "secondary", location, false));
        }
    }

    private Observation check(String service, String endpoint, String location, boolean fails) {
        return new Observation(
                service,
                endpoint,
                location,
                "boot-" + location,
                ++sequence,
                Instant.now(),
                Duration.ofMillis(1),
                fails ? Observation.Outcome.FAIL : Observation.Outcome.PASS,
                null,
                "from a test",
                null);
    }

    private static Command pause() {
        Instant now = Instant.now();
        return new Command("shop", "1", Command.Kind.PAUSE, null, false, now.plusSeconds(60), "ana", "a test", now);
    }

    private static long count(Path file, Class<? extends Event> type) {
        return played(file).stream().filter(type::isInstance).count();
    }

    private static List<Event> played(Path file) {
        List<Event> played = new ArrayList<>();
        new TapeFile(file).play((Recorded recorded) -> played.add(recorded.event()));
        return played;
    }

    private Map<String, String> env() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    }

    private Ended cli(String... args) {
        return CliProcess.run(folder, env(), args);
    }
}
