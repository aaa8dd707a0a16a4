package dev.failover.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.failover.dns.ActuatorVerticle;
import dev.failover.dns.Aws;
import dev.failover.dns.Decisions;
import dev.failover.dns.NameServer;
import dev.failover.dns.Settings;
import dev.failover.dns.route53.SteeringReports.Patience;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.dns.steering.SteeringLog;
import dev.failover.dns.steering.SteeringVerticle;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsChange.Status;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.DnsRecord.Routing;
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
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.HealthCheck;
import software.amazon.awssdk.services.route53.model.RRType;

/**
 * Steering over a real broker and the wire: three steering endpoints, health checks that ask them twenty times faster than
 * Route 53's, and name servers that answer by the checks.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SteeringIT {

    private static final int SCALE = 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Patience PATIENCE =
            new Patience(Duration.ofMillis(100), Duration.ofSeconds(10).dividedBy(SCALE), LIMIT);
    private static final String PRIMARY = "192.0.2.10";
    private static final String SECONDARY = "192.0.2.20";

    @TempDir
    static Path folder;

    private static LocalKafka kafka;
    private static KafkaClients clients;
    private static Producer<String, byte[]> producer;
    private static EventWriter writer;

    private final Vertx vertx = Vertx.vertx();
    private final Aws aws = new Aws(SCALE);
    private final SteeringSetup setup = new SteeringSetup(aws.settings(), PATIENCE);
    private final List<SteeringVerticle> endpoints = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    /** Of this test alone, as the broker is shared. */
    private String service = "";

    @BeforeAll
    static void startBroker() {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
        producer = clients.producer("test", 20_000);
        writer = new EventWriter(producer, "test", Clock.systemUTC());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        kafka.close();
    }

    @BeforeEach
    void provide(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        service = name.substring(0, Math.min(40, name.length()));
        for (int i = 0; i < 3; i++) {
            SteeringVerticle endpoint = new SteeringVerticle(0, clients, context());
            deployments.add(vertx.deployVerticle(endpoint).await(30, TimeUnit.SECONDS));
            endpoints.add(endpoint);
        }
        await().atMost(LIMIT).until(() -> endpoints.stream().allMatch(endpoint -> endpoint.actualPort() > 0));
        aws.put(name(), RRType.A, PRIMARY);
        apply(plan(true, false));
        assertThat(answer()).containsExactly(PRIMARY);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
        setup.close();
        aws.close();
        assertThat(fatal.get()).isNull();
    }

    @Test
    void makesTheChecksAndTheSetsOnce() {
        assertThat(plan(false, false).steps()).isEmpty();
        assertThat(aws.healthChecks()).hasSize(4);
        assertThat(told).filteredOn(line -> line.startsWith("health check")).hasSize(4);
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(2);
        assertThat(aws.values("_failover." + name(), RRType.TXT).get(0))
                .contains("owner=ops service=" + service + " epoch=1")
                .endsWith(" steering=on\"");
    }

    @Test
    @DisplayName("scenario 51: with every call of Route 53's API failing a name is moved, and moved back")
    void movesANameWithoutRoute53sControlPlane() throws Exception {
        deployActuator();
        aws.fault("route53:*", "error-500", 1_000);
        int calls = aws.calls();

        assertThat(carriedOut(decision(Decisions.claim())).endpoint()).isEqualTo("primary");
        DnsChange moved = carriedOut(decision(Decisions.failover()));

        assertThat(moved.nameServers()).containsExactly("127.0.0.1");
        assertThat(moved.before()).containsExactly(PRIMARY);
        assertThat(answer()).containsExactly(SECONDARY);
        carriedOut(decision(Decisions.failover().id("back", 3).to("primary")));
        assertThat(answer()).containsExactly(PRIMARY);
        assertThat(aws.calls()).as("calls of Route 53's API").isEqualTo(calls);
    }

    @Test
    @DisplayName("scenario 51: one silent steering endpoint of three changes nothing, before a move and after it")
    void aMinorityThatIsSilentChangesNothing() throws Exception {
        deployActuator();
        aws.fault("route53:*", "error-500", 1_000);
        kill(0);
        assertThat(answer()).containsExactly(PRIMARY);

        carriedOut(decision(Decisions.failover().id("with-two", 2)));

        assertThat(answer()).containsExactly(SECONDARY);
    }

    @Test
    @DisplayName("scenario 51: with one endpoint gone after the move the name stays where it was moved")
    void aMinorityThatDiesLaterChangesNothing() throws Exception {
        deployActuator();
        carriedOut(decision(Decisions.failover()));
        List<HealthCheck> inverted = inverted();
        assertThat(inverted).noneMatch(check -> aws.isHealthy(check.id()));

        kill(1);
        await().atMost(LIMIT).until(() -> inverted.stream().anyMatch(check -> aws.isHealthy(check.id())));

        assertThat(answer()).containsExactly(SECONDARY);
    }

    @Test
    @DisplayName("scenario 51: with all steering endpoints dead the name stays at the primary, whatever is decided")
    void allSilentMeansStay() throws Exception {
        deployActuator();
        for (int i = 0; i < endpoints.size(); i++) {
            kill(i);
        }
        writer.write(decision(Decisions.failover()));
        await().atMost(LIMIT)
                .until(() -> new SteeringLog(clients, "test", Clock.systemUTC())
                        .newest(service)
                        .isPresent());

        awaitReport("Failure: Connection refused");

        assertThat(inverted()).allMatch(check -> aws.isHealthy(check.id()));
        assertThat(answer()).containsExactly(PRIMARY);
    }

    @Test
    @DisplayName("scenario 51: settled after a move, silence leads to where the name is, and nothing flaps meanwhile")
    void settlesSoThatSilenceMeansStayAgain() throws Exception {
        deployActuator();
        carriedOut(decision(Decisions.failover()));
        assertThatThrownBy(() -> plan(false, false))
                .hasMessageContaining("has been moved to secondary and silence leads to primary")
                .hasMessageContaining("failover steering settle");

        apply(plan(false, true));

        assertThat(answer()).containsExactly(SECONDARY);
        assertThat(aws.healthChecks()).as("the earlier ones are deleted").hasSize(4);
        assertThat(aws.values("_failover." + name(), RRType.TXT).get(0)).contains("epoch=2", "target=secondary");
        for (int i = 0; i < endpoints.size(); i++) {
            kill(i);
        }
        awaitReport("Failure: Connection refused");
        assertThat(answer()).containsExactly(SECONDARY);
    }

    @Test
    void attachesNothingWhileTheEndpointsDoNotAnswer() throws Exception {
        for (int i = 0; i < endpoints.size(); i++) {
            kill(i);
        }
        service = service + "-2";
        aws.put(name(), RRType.A, PRIMARY);
        SteeringSetup hasty = new SteeringSetup(
                aws.settings(), new Patience(PATIENCE.pause(), PATIENCE.interval(), Duration.ofSeconds(3)));
        try (hasty) {
            SteeringPlan plan = hasty.plan(sets(), Optional.empty(), true, false);

            assertThatThrownBy(() -> hasty.carryOut(plan, told::add))
                    .hasMessageContaining("SILENT")
                    .hasMessageEndingWith("nothing was attached");
        }
        assertThat(aws.values(name(), RRType.A)).containsExactly(PRIMARY);
        assertThat(aws.set("_failover." + name(), RRType.TXT)).isEmpty();
    }

    private ServiceContext context() {
        return new ServiceContext(new Health(), new SimpleMeterRegistry(), fatal::set);
    }

    private void deployActuator() throws Exception {
        Map<String, String> env = new HashMap<>(aws.env());
        env.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        vertx.deployVerticle(new ActuatorVerticle(Settings.fromEnv(env), context()))
                .await(30, TimeUnit.SECONDS);
    }

    private void kill(int endpoint) throws Exception {
        vertx.undeploy(deployments.get(endpoint)).await(30, TimeUnit.SECONDS);
    }

    private SteeringPlan plan(boolean adopt, boolean settle) {
        SteeringLog log = new SteeringLog(clients, "test", Clock.systemUTC());
        return setup.plan(sets(), log.newest(service), adopt, settle);
    }

    private void apply(SteeringPlan plan) {
        assertThat(plan.steps()).isNotEmpty();
        setup.carryOut(plan, told::add);
    }

    private SteeringSets sets() {
        List<URI> urls = endpoints.stream()
                .map(endpoint -> URI.create("http://127.0.0.1:" + endpoint.actualPort()))
                .toList();
        return new SteeringSets(
                "ops",
                service,
                record(),
                Decisions.targets(Decisions.PRIMARY, Decisions.SECONDARY),
                "primary",
                new SteeringEndpoints(urls, 2, 1));
    }

    private String name() {
        return service + ".example.com";
    }

    private DnsRecord record() {
        return new DnsRecord(
                aws.zone, name(), RecordType.A, Duration.ofSeconds(30), DnsRecord.Provider.STEERING, Routing.SIMPLE);
    }

    private Decision decision(Decisions decision) {
        Decision shape = decision.build();
        return decision.of(service)
                .id(service + "-" + shape.epoch(), shape.epoch())
                .record(record())
                .decidedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private DnsChange carriedOut(Decision decision) {
        writer.write(decision);
        AtomicReference<@Nullable DnsChange> verified = new AtomicReference<>();
        await().atMost(LIMIT).untilAsserted(() -> {
            List<DnsChange> changes = changes(decision);
            assertThat(changes).extracting(DnsChange::status).doesNotContain(Status.REFUSED, Status.FAILED);
            assertThat(changes)
                    .filteredOn(change -> change.status() == Status.VERIFIED)
                    .first()
                    .satisfies(verified::set);
        });
        return java.util.Objects.requireNonNull(verified.get());
    }

    private static List<DnsChange> changes(Decision decision) {
        List<DnsChange> changes = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader")) {
            new TopicReader(consumer).readAll(Topic.CHANGES, record -> {
                try {
                    changes.add((DnsChange) EventCodec.decode(record).orElseThrow());
                } catch (EventCodec.UndecodableException e) {
                    throw new AssertionError(e);
                }
            });
        }
        return changes.stream()
                .filter(change -> change.decisionId().equals(decision.id()))
                .toList();
    }

    private List<HealthCheck> inverted() {
        return aws.healthChecks().stream()
                .filter(check -> Boolean.TRUE.equals(check.healthCheckConfig().inverted()))
                .toList();
    }

    /** Of every checker of every check. */
    private void awaitReport(String beginning) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(inverted())
                        .isNotEmpty()
                        .allSatisfy(check -> assertThat(aws.reports(check.id()))
                                .isNotEmpty()
                                .allMatch(report -> report.startsWith(beginning))));
    }

    private Set<String> answer() throws IOException {
        return new NameServer(aws.dns()).answer(name(), Type.A);
    }
}
