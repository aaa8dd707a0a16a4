package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.Observation;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.event.Verdict;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service over a real broker; the test speaks for the probes and for the actuator. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DecisionServiceIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private final AtomicLong sequence = new AtomicLong();
    private LocalKafka kafka;
    private KafkaClients clients;
    private Producer<String, byte[]> producer;
    private EventWriter writer;

    @BeforeEach
    void start() {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
        producer = clients.producer("test", 10_000);
        writer = new EventWriter(producer, "test", Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
        producer.close();
        kafka.close();
        assertThat(fatal.get()).isNull();
    }

    @Test
    void failuresInTwoLocationsLeadToExactlyOneDecision() throws Exception {
        deploy();
        settle("search");
        fail("search", 5);

        awaitDecision("search", "secondary");
        assertThat(decisions("search")).extracting(Decision::id).containsExactly("search-1", "search-2");
    }

    @Test
    @DisplayName("scenario 36: stopped between two failures, it counts on after its restart and decides once")
    void countsOnAfterARestart() throws Exception {
        String first = deploy();
        settle("search");
        fail("search", 2);
        awaitState("search", failuresOfThePrimary(2));

        vertx.undeploy(first).await(20, TimeUnit.SECONDS);
        fail("search", 1);
        deploy();

        awaitDecision("search", "secondary");
        assertThat(decisions("search")).extracting(Decision::id).containsExactly("search-1", "search-2");
    }

    @Test
    @DisplayName("scenario 37: another instance takes over what one leaves, and each service is decided once")
    void anotherInstanceTakesOverAndDecides() throws Exception {
        String first = deploy();
        deploy();
        // Fewer than the fleet's brake would hold.
        List<String> services = settled(4);
        vertx.undeploy(first).await(20, TimeUnit.SECONDS);

        for (String service : services) {
            fail(service, 3);
        }
        for (String service : services) {
            awaitDecision(service, "secondary");
            assertThat(decisions(service)).hasSize(2);
        }
    }

    @Test
    @DisplayName("scenario 19: a storm of observations of the same service does not keep it from being judged")
    void decidesInAStorm() throws Exception {
        deploy();
        settle("search");
        for (int i = 0; i < 20_000; i++) {
            Future<?> unused = writer.send(Services.observation(
                    "search", "a", "secondary", sequence.incrementAndGet(), Observation.Outcome.PASS));
        }
        fail("search", 3);

        awaitDecision("search", "secondary");
        assertThat(decisions("search")).hasSize(2);
    }

    @Test
    @DisplayName("scenario 37: an instance that lost a partition and does not know it can publish nothing any more")
    void aZombieIsFenced() {
        writer.write(Services.spec("search"));
        KafkaShards shards =
                new KafkaShards(clients, Clock.systemUTC(), new DecisionMetrics(new SimpleMeterRegistry()));
        Set<Integer> all = Set.of(0, 1, 2);
        ConsumerGroupMetadata group = new MockConsumer<String, byte[]>("earliest").groupMetadata();
        Map<Integer, Shard> zombies = shards.open(all);
        zombies.values().forEach(shard -> shard.judge(true, null));

        Map<Integer, Shard> owners = shards.open(all);
        Shard zombie = Objects.requireNonNull(zombies.get(partitionOf("search")));
        assertThatThrownBy(() -> zombie.commit(group)).isInstanceOf(KafkaException.class);
        assertThat(decisions("search")).isEmpty();

        owners.values().forEach(shard -> {
            shard.judge(true, null);
            shard.commit(group);
        });
        assertThat(decisions("search")).extracting(Decision::id).containsExactly("search-1");
        zombies.values().forEach(Shard::close);
        owners.values().forEach(Shard::close);
    }

    private int partitionOf(String service) {
        List<Integer> found = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader")) {
            new TopicReader(consumer).readAll(Topic.SERVICES, record -> {
                if (record.key().equals(service)) {
                    found.add(record.partition());
                }
            });
        }
        return found.get(0);
    }

    @Test
    @DisplayName("scenario 28: services that fail together are held by the brake until each is released")
    void theFleetsBrakeHoldsUntilReleased() throws Exception {
        deploy();
        List<String> services = settled(6);

        for (int round = 0; round < 3; round++) {
            services.forEach(service -> fail(service, 1));
        }
        for (String service : services) {
            awaitState(service, state -> state.explanation().diagnosis().equals("FLEET_BRAKED"));
            assertThat(decisions(service)).as(service + " is held").hasSize(1);
        }
        services.forEach(this::release);
        for (String service : services) {
            awaitDecision(service, "secondary");
        }
    }

    private List<String> settled(int many) {
        List<String> services =
                IntStream.range(0, many).mapToObj(i -> "service-" + i).toList();
        services.forEach(this::settle);
        return services;
    }

    private void release(String service) {
        writer.write(new Command(
                service,
                "release-" + service,
                Command.Kind.RELEASE,
                null,
                false,
                null,
                "ana",
                "the zone is down",
                Instant.now()));
    }

    @Test
    @DisplayName("scenario 39: poison on every input goes to dead letters and stops nothing")
    void goesOnPastPoison() throws Exception {
        deploy();
        for (Topic topic : List.of(Topic.SERVICES, Topic.OBSERVATIONS, Topic.COMMANDS, Topic.CHANGES)) {
            ProducerRecord<String, byte[]> poison =
                    new ProducerRecord<>(topic.topicName(), "search", "not json".getBytes(StandardCharsets.UTF_8));
            producer.send(poison).get(10, TimeUnit.SECONDS);
        }

        settle("search");

        List<String> letters = new ArrayList<>();
        await().atMost(LIMIT).untilAsserted(() -> {
            letters.clear();
            read(Topic.DEAD_LETTERS, (key, event) -> letters.add(key));
            assertThat(letters).hasSize(4);
        });
    }

    @Test
    void aRemovedServiceIsForgotten() throws Exception {
        deploy();
        settle("search");

        producer.send(writer.tombstone(Topic.SERVICES, "search")).get(10, TimeUnit.SECONDS);

        await().atMost(LIMIT).until(() -> state("search").isEmpty());
    }

    private String deploy() throws Exception {
        Settings settings = Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
        ServiceContext context = new ServiceContext(new Health(), new SimpleMeterRegistry(), fatal::set);
        return vertx.deployVerticle(new DecisionVerticle(settings, context)).await(30, TimeUnit.SECONDS);
    }

    /** A service whose name is claimed and whose endpoints are UP in two locations. */
    private void settle(String service) {
        ServiceSpec spec = Services.spec(service);
        writer.write(spec);
        await().atMost(LIMIT).until(() -> decisions(service).size() == 1);
        Decision claim = decisions(service).get(0);
        writer.write(Services.verified(service, claim.id(), claim.epoch(), "primary"));
        observe(service, "primary", Observation.Outcome.PASS, 3);
        observe(service, "secondary", Observation.Outcome.PASS, 3);
        awaitState(service, DecisionServiceIT::allUp);
    }

    /** The primary fails so often, and the secondary, as it is checked too, is seen well after that. */
    private void fail(String service, int times) {
        observe(service, "primary", Observation.Outcome.FAIL, times);
        observe(service, "secondary", Observation.Outcome.PASS, 1);
    }

    private void observe(String service, String endpoint, Observation.Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            for (String location : List.of("a", "b")) {
                writer.write(Services.observation(service, location, endpoint, sequence.incrementAndGet(), outcome));
            }
        }
    }

    private void awaitState(String service, Predicate<ServiceState> asked) {
        await().atMost(LIMIT).until(() -> state(service).filter(asked).isPresent());
    }

    private static boolean allUp(ServiceState state) {
        return state.endpoints().stream().allMatch(endpoint -> endpoint.verdict() == Verdict.UP);
    }

    /** Whether every location has counted this many failures of the primary. */
    private static Predicate<ServiceState> failuresOfThePrimary(int failures) {
        return state -> state.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals("primary"))
                .flatMap(endpoint -> endpoint.locations().stream())
                .allMatch(location -> location.failures() == failures);
    }

    private void awaitDecision(String service, String to) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(decisions(service))
                        .anySatisfy(d -> assertThat(d.to()).isEqualTo(to)));
    }

    private List<Decision> decisions(String service) {
        List<Decision> found = new ArrayList<>();
        read(Topic.DECISIONS, (key, event) -> {
            if (key.equals(service)) {
                found.add((Decision) event.orElseThrow());
            }
        });
        return found;
    }

    private Optional<ServiceState> state(String service) {
        List<Optional<Event>> events = new ArrayList<>();
        read(Topic.STATE, (key, event) -> {
            if (key.equals(service)) {
                events.add(event);
            }
        });
        return events.isEmpty()
                ? Optional.empty()
                : events.get(events.size() - 1).map(ServiceState.class::cast);
    }

    private void read(Topic topic, BiConsumer<String, Optional<Event>> each) {
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader")) {
            new TopicReader(consumer).readAll(topic, record -> {
                try {
                    each.accept(record.key(), EventCodec.decode(record));
                } catch (EventCodec.UndecodableException e) {
                    each.accept(record.key(), Optional.empty());
                }
            });
        }
    }
}
