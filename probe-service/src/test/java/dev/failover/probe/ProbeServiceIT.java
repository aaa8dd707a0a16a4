package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.event.Check;
import dev.failover.event.EventCodec;
import dev.failover.event.Observation;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.event.Probing;
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
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service over a real broker and a real server on this machine. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ProbeServiceIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Probing FAST = new Probing(Duration.ofMillis(200), Duration.ofMillis(100), LIMIT);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private LocalKafka kafka;
    private KafkaClients clients;
    private Producer<String, byte[]> producer;
    private EventWriter writer;
    private HttpServer site;

    @BeforeEach
    void start() throws Exception {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
        producer = clients.producer("test", 10_000);
        writer = new EventWriter(producer, "test", Clock.systemUTC());
        site = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(request.path().equals("/well") ? 200 : 500)
                        .end())
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
        producer.close();
        kafka.close();
        assertThat(fatal.get()).isNull();
    }

    @Test
    void anAddedServiceIsChecked() throws Exception {
        deploy();

        writer.write(Specs.of("search", FAST, page("/well"), page("/ill")));

        Observation primary = awaitNext("search", "primary");
        assertThat(primary.outcome()).isEqualTo(Outcome.PASS);
        assertThat(primary.location()).isEqualTo("a");
        assertThat(primary.address()).isEqualTo("127.0.0.1:" + site.actualPort());
        Observation secondary = awaitNext("search", "secondary");
        assertThat(secondary.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(secondary.failure()).isEqualTo(FailureClass.HTTP_STATUS);
        assertThat(awaitNext("search", "primary").sequence()).isGreaterThan(primary.sequence());
    }

    @Test
    void aChangeTakesEffectWithoutARestart() throws Exception {
        deploy();
        writer.write(Specs.of("search", FAST, page("/well"), page("/ill")));
        assertThat(awaitNext("search", "primary").outcome()).isEqualTo(Outcome.PASS);

        writer.write(Specs.of("search", FAST, page("/ill"), page("/well")));

        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(newest("search", "primary").outcome()).isEqualTo(Outcome.FAIL));
    }

    @Test
    void aTombstoneEndsTheChecks() throws Exception {
        deploy();
        writer.write(Specs.of("search", FAST, page("/well"), page("/ill")));
        writer.write(Specs.of("shop", FAST, page("/well"), page("/ill")));
        awaitNext("search", "primary");

        producer.send(writer.tombstone(Topic.SERVICES, "search")).get(10, TimeUnit.SECONDS);

        await().atMost(LIMIT).until(() -> {
            long before = newest("search", "primary").sequence();
            // The sequence grows with every check of this instance: the other service shows that time has passed.
            awaitNext("shop", "primary");
            awaitNext("shop", "primary");
            return newest("search", "primary").sequence() == before;
        });
    }

    @Test
    void aCheckThatCannotBeUsedIsTheProbersErrorAndHarmsNoOther() throws Exception {
        deploy();
        Check bad = new Check.Tcp("127.0.0.1", site.actualPort(), new Check.Tls("no certificate at all", null));

        writer.write(Specs.of("search", FAST, bad, page("/well")));

        Observation primary = awaitNext("search", "primary");
        assertThat(primary.outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(primary.detail()).contains("caPem");
        assertThat(awaitNext("search", "secondary").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    @DisplayName("scenario 39: a record that is no specification is passed over, one that does not decode goes aside")
    void goesOnPastPoison() throws Exception {
        deploy();
        ProducerRecord<String, byte[]> poison =
                new ProducerRecord<>(Topic.SERVICES.topicName(), "search", "not json".getBytes(StandardCharsets.UTF_8));
        producer.send(poison).get(10, TimeUnit.SECONDS);

        writer.write(Specs.of("search", FAST, page("/well"), page("/ill")));

        assertThat(awaitNext("search", "primary").outcome()).isEqualTo(Outcome.PASS);
        await().atMost(LIMIT).until(() -> count(Topic.DEAD_LETTERS) == 1);
    }

    @Test
    void twoInstancesOfALocationShareItsServicesAndOneTakesOver() throws Exception {
        List<String> services =
                IntStream.range(0, 8).mapToObj(i -> "service-" + i).toList();
        String first = deploy();
        services.forEach(service -> writer.write(Specs.of(service, FAST, page("/well"), page("/ill"))));
        services.forEach(service -> awaitNext(service, "primary"));
        String bootOfTheFirst = newest("service-0", "primary").boot();

        deploy();
        await().atMost(LIMIT).until(() -> boots(services).size() == 2);
        assertThat(boots(services)).contains(bootOfTheFirst);

        vertx.undeploy(first).await(30, TimeUnit.SECONDS);
        services.forEach(service -> awaitNext(service, "primary"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(boots(services)).hasSize(1).doesNotContain(bootOfTheFirst));
    }

    @Test
    @DisplayName("a killed instance's checks go on in another within seconds, and no endpoint is checked by both")
    void anotherInstanceTakesOverFromAKilledOne() throws Exception {
        List<String> services =
                IntStream.range(0, 8).mapToObj(i -> "service-" + i).toList();
        services.forEach(service -> writer.write(Specs.of(service, FAST, page("/well"), page("/ill"))));
        Process doomed = startProcess();
        try {
            services.forEach(service -> awaitNext(service, "primary"));
            String dead = newest("service-0", "primary").boot();
            deploy();
            await().atMost(LIMIT).until(() -> boots(services).size() == 2);

            doomed.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(boots(services)).hasSize(1).doesNotContain(dead));

            for (String service : services) {
                List<Instant> before = checkedAt(service, boot -> boot.equals(dead));
                List<Instant> after = checkedAt(service, boot -> !boot.equals(dead));
                Duration pause = Duration.between(before.get(before.size() - 1), after.get(0));
                assertThat(pause)
                        .as("%s was not checked for %s", service, pause)
                        .isPositive()
                        // 6 s of session and a rebalance; a busy machine gets more.
                        .isLessThan(Duration.ofSeconds(30));
            }
        } finally {
            doomed.destroyForcibly();
        }
    }

    /** The service as it is deployed, so that it can be killed. */
    private Process startProcess() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        kafka.bootstrapServers(),
                        "LOCATION",
                        "a",
                        "HTTP_PORT",
                        Integer.toString(freePort())));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private List<Instant> checkedAt(String service, Predicate<String> boot) {
        return read(Topic.OBSERVATIONS).stream()
                .filter(seen ->
                        seen.service().equals(service) && seen.endpoint().equals("primary"))
                .filter(seen -> boot.test(seen.boot()))
                .map(Observation::checkedAt)
                .sorted()
                .toList();
    }

    private String deploy() throws Exception {
        Settings settings =
                Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "LOCATION", "a"));
        ServiceContext context = new ServiceContext(new Health(), new SimpleMeterRegistry(), fatal::set);
        return vertx.deployVerticle(new ProbeVerticle(settings, context)).await(30, TimeUnit.SECONDS);
    }

    private Check page(String path) {
        return Specs.http("http://127.0.0.1:" + site.actualPort() + path);
    }

    /** Which instances the newest observations of these services came from. */
    private Set<String> boots(List<String> services) {
        Map<String, Observation> newest = newest();
        return services.stream()
                .flatMap(service -> Optional.ofNullable(newest.get(service + "/primary")).stream())
                .map(Observation::boot)
                .collect(Collectors.toSet());
    }

    /** The first observation that is made after this call. */
    private Observation awaitNext(String service, String endpoint) {
        Optional<Observation> before = find(service, endpoint);
        return await().atMost(LIMIT)
                .until(() -> find(service, endpoint), now -> now.isPresent() && !now.equals(before))
                .orElseThrow();
    }

    private Observation newest(String service, String endpoint) {
        return find(service, endpoint).orElseThrow();
    }

    private Optional<Observation> find(String service, String endpoint) {
        return Optional.ofNullable(newest().get(service + "/" + endpoint));
    }

    private Map<String, Observation> newest() {
        Map<String, Observation> newest = new HashMap<>();
        read(Topic.OBSERVATIONS)
                .forEach(observation -> newest.put(observation.service() + "/" + observation.endpoint(), observation));
        return newest;
    }

    private List<Observation> read(Topic topic) {
        List<Observation> found = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader")) {
            new TopicReader(consumer).readAll(topic, record -> {
                try {
                    EventCodec.decode(record).ifPresent(event -> found.add((Observation) event));
                } catch (EventCodec.UndecodableException e) {
                    throw new AssertionError(e);
                }
            });
        }
        return found;
    }

    private int count(Topic topic) {
        List<String> keys = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader")) {
            new TopicReader(consumer).readAll(topic, record -> keys.add(record.key()));
        }
        return keys.size();
    }
}
