package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.failover.awslocal.AwsLocal;
import dev.failover.decision.DecisionVerticle;
import dev.failover.dns.ActuatorVerticle;
import dev.failover.dns.ByHand;
import dev.failover.dns.ByHandSettings;
import dev.failover.dns.plan.Planned;
import dev.failover.event.Check;
import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Observation;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.event.Target;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafkalocal.LocalKafka;
import dev.failover.notify.Notice;
import dev.failover.notify.Notices;
import dev.failover.probe.ProbeVerticle;
import dev.failover.service.Health;
import dev.failover.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Decision and change over a real broker and the real wire; the test speaks for the probes of two locations. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PipelineIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String SEED = """
            {"zones": [{"id": "Z1", "name": "example.com",
              "records": [{"name": "es.example.com", "type": "A", "ttl": 30, "values": ["192.0.2.10"]},
                          {"name": "shop.example.com", "type": "A", "ttl": 30, "values": ["192.0.2.10"]}]}]}
            """;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private final SimpleMeterRegistry actuatorMetrics = new SimpleMeterRegistry();
    private final AtomicLong sequence = new AtomicLong();
    private LocalKafka kafka;
    private AwsLocal aws;
    private KafkaClients clients;
    private Producer<String, byte[]> producer;
    private EventWriter writer;
    private Journal journal;

    @BeforeEach
    void start() throws Exception {
        aws = AwsLocal.start(new dev.failover.awslocal.Settings(
                "127.0.0.1", 0, 0, Duration.ofMillis(50), 1, Files.writeString(folder.resolve("seed.json"), SEED)));
        kafka = LocalKafka.start(folder.resolve("kafka"));
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        Applied applied = new Applied(clients);
        applied.topics(TopicSettings.LOCAL);
        applied.write(List.of(search()));
        producer = clients.producer("test", 10_000);
        writer = new EventWriter(producer, "test", Clock.systemUTC());
        journal = Journal.follow(clients, line -> {});
        deploy(actuator());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
        journal.close();
        producer.close();
        kafka.close();
        aws.close();
        assertThat(fatal.get()).isNull();
    }

    @Test
    void theDecisionServiceStoppedBetweenTwoFailuresStillCountsToTheThreshold() throws Exception {
        String first = deploy(decision());
        claimed();
        observe("secondary", Observation.Outcome.PASS, 3);
        observe("primary", Observation.Outcome.PASS, 3);
        observe("primary", Observation.Outcome.FAIL, 2);
        awaitCounted("primary", 2);

        vertx.undeploy(first).await(20, TimeUnit.SECONDS);
        deploy(decision());
        observe("primary", Observation.Outcome.FAIL, 1);
        observe("secondary", Observation.Outcome.PASS, 1);

        DnsChange verified = change(DnsChange.Status.VERIFIED, "secondary");
        assertThat(verified.after()).containsExactly("192.0.2.20");
        assertThat(answers()).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 41: the same decision delivered twice changes DNS once")
    void theSameDecisionDeliveredTwiceChangesDnsOnce() throws Exception {
        deploy(decision());
        failOver();
        Decision decision = decided();
        int writes = writes();

        long before = verifications(decision.id());
        writer.write(decision);

        await().atMost(LIMIT).until(() -> verifications(decision.id()) > before);
        assertThat(writes()).isEqualTo(writes);
        assertThat(answers()).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("an old writer can never win: a batch with a stale epoch is refused by the zone")
    void aStaleEpochIsRefusedByTheZone() throws Exception {
        deploy(decision());
        claimed();
        try (Route53Client route53 = route53()) {
            ResourceRecordSet oldRecord = recordSet(route53, "es.example.com.", RRType.A);
            ResourceRecordSet oldFence = recordSet(route53, "_failover.es.example.com.", RRType.TXT);
            observeAndFailOver();

            assertThatThrownBy(() -> swap(route53, oldRecord, oldFence))
                    .isInstanceOf(InvalidChangeBatchException.class);
        }
        assertThat(answers()).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 3: one location that sees the primary down moves nothing")
    void oneLocationAloneMovesNothing() throws Exception {
        deploy(decision());
        claimed();
        observe("secondary", Observation.Outcome.PASS, 3);
        observe("primary", Observation.Outcome.PASS, 3);
        for (int i = 0; i < 3; i++) {
            observeFrom("a", "primary", Observation.Outcome.FAIL);
            observeFrom("b", "primary", Observation.Outcome.PASS);
        }

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(state().endpoints())
                        .anySatisfy(e -> assertThat(e.verdict()).isEqualTo(dev.failover.event.Verdict.SUSPECT)));
        assertThat(state().active()).isEqualTo("primary");
        assertThat(answers()).containsExactly("192.0.2.10");
    }

    @Test
    @DisplayName("scenario 42: a name moved by hand is adopted by the running system, and is protected where it is")
    void aMoveByHandIsAdopted() throws Exception {
        deploy(decision());
        claimed();
        observe("secondary", Observation.Outcome.PASS, 3);
        observe("primary", Observation.Outcome.PASS, 3);

        byHand();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(state().active()).isEqualTo("secondary"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(fence()).contains("decision=search-", "target=secondary"));
        assertThat(answers()).containsExactly("192.0.2.20");
        assertThat(state().epoch()).as("it goes on from the fence").isGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName(
            "scenario 37: a decision that would undo a move by hand has a rival, and the name stays where it was put")
    void aDecisionOfTheSameEpochDoesNotUndoAMoveByHand() throws Exception {
        deploy(decision());
        claimed();
        byHand();
        Decision rival = new Decision(
                "search",
                "search-2",
                2,
                Decision.Kind.MANUAL,
                "secondary",
                "primary",
                "decided before the move by hand was known",
                List.of(),
                false,
                false,
                search().record(),
                Map.of("primary", Target.of("192.0.2.10"), "secondary", Target.of("192.0.2.20")),
                null,
                Instant.now());

        writer.write(rival);

        assertThat(journal.await(
                        DnsChange.class,
                        change -> change.decisionId().equals("search-2") && change.status() == DnsChange.Status.REFUSED,
                        LIMIT))
                .isPresent();
        assertThat(answers()).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName(
            "scenario 59: a new side that fails right after the switch is not left within the cool-down, and a person is"
                    + " paged, unless the old one is confirmed well: then once")
    void doesNotBounce() throws Exception {
        deploy(decision());
        failOver();

        observe("secondary", Observation.Outcome.FAIL, 3);
        observe("primary", Observation.Outcome.FAIL, 1);
        awaitDiagnosis("ALL_DOWN");
        assertThat(new Notices().of(state())).anySatisfy(notice -> {
            assertThat(notice.severity()).isEqualTo(Notice.Severity.CRITICAL);
            assertThat(notice.subject()).isEqualTo("search: ALL_DOWN, the name stays at secondary");
        });
        assertThat(failovers()).isEqualTo(1);
        assertThat(answers()).containsExactly("192.0.2.20");

        observe("secondary", Observation.Outcome.PASS, 3);
        observe("primary", Observation.Outcome.PASS, 3);
        awaitUp();
        observe("secondary", Observation.Outcome.FAIL, 3);
        observe("primary", Observation.Outcome.PASS, 1);
        Decision emergency = journal.await(Decision.class, d -> "primary".equals(d.to()), LIMIT)
                .orElseThrow();
        assertThat(emergency.reason()).contains("primary is UP in 2 of 2", "an emergency within the cool-down");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(state().active()).isEqualTo("primary"));
        assertThat(answers()).containsExactly("192.0.2.10");

        observe("secondary", Observation.Outcome.PASS, 3);
        awaitUp();
        observe("primary", Observation.Outcome.FAIL, 3);
        observe("secondary", Observation.Outcome.PASS, 1);
        awaitDiagnosis("ACTIVE_DOWN");
        assertThat(state().explanation().sentence()).contains("its one emergency move is used up");
        assertThat(new Notices().of(state()))
                .anySatisfy(notice -> assertThat(notice.severity()).isEqualTo(Notice.Severity.CRITICAL));
        assertThat(failovers()).as("to the new side, and once back").isEqualTo(2);
        assertThat(answers()).containsExactly("192.0.2.10");
    }

    @Test
    @DisplayName(
            "scenario 58: clients that stay at a real endpoint make the move PARTIALLY_EFFECTIVE, until they have left")
    void tellsOfClientsThatStay() throws Exception {
        AtomicInteger sessions = new AtomicInteger(42);
        HttpServer site = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("{\"connections\":{\"active\":" + sessions + "}}"))
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
        new Applied(this.clients).write(List.of(shop(site.actualPort())));
        deploy(decision());
        deploy(new ProbeVerticle(dev.failover.probe.Settings.fromEnv(env("LOCATION", "here")), context()));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(state("shop").endpoints())
                        .hasSize(2)
                        .allSatisfy(e -> assertThat(e.verdict()).isEqualTo(dev.failover.event.Verdict.UP)));
        Instant before = Instant.now();
        writer.write(new Command(
                "shop", "c-1", Command.Kind.FAILOVER, "secondary", false, null, "ana", "upgrade", Instant.now()));

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(residue().status()).isEqualTo(ServiceState.Residue.Status.PARTIALLY_EFFECTIVE));
        ServiceState.Residue residue = residue();
        assertThat(residue.figure()).isEqualTo(42);
        assertThat(residue.location()).isEqualTo("here");
        assertThat(residue.leftAt()).isAfter(before);
        assertThat(residue.since()).isAfterOrEqualTo(residue.leftAt().plusSeconds(1));
        assertThat(state("shop").active()).isEqualTo("secondary");
        assertThat(said("status", "shop", "--why"))
                .contains(
                        "clients    the last move is PARTIALLY_EFFECTIVE since ",
                        "clients stay at primary: sessions 42 from here")
                .containsPattern("last move  shop-2 to secondary: decided \\S+, accepted \\+\\S+ s, in sync \\+\\S+ s,"
                        + " verified \\+\\S+ s\n");

        sessions.set(3);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(residue().status()).isEqualTo(ServiceState.Residue.Status.EFFECTIVE));
        assertThat(said("status")).doesNotContain("clients-stay");
        assertThat(state("shop").epoch()).as("it moves nothing").isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 60: whoever asks for the status sees that somebody else has changed the record")
    void theStatusSaysThatTheRecordWasChanged() throws Exception {
        deploy(decision());
        claimed();
        assertThat(said("status")).doesNotContain("edited");
        try (Route53Client route53 = route53()) {
            ResourceRecordSet edited = recordSet(route53, "es.example.com.", RRType.A).toBuilder()
                    .resourceRecords(
                            List.of(ResourceRecord.builder().value("192.0.2.99").build()))
                    .build();
            route53.changeResourceRecordSets(request -> request.hostedZoneId("Z1")
                    .changeBatch(batch -> batch.changes(change(ChangeAction.UPSERT, edited))));
        }
        assertThat(journal.await(DnsChange.class, c -> c.status() == DnsChange.Status.DRIFTED, LIMIT))
                .isPresent();

        assertThat(said("status"))
                .contains(" edited ", "the record was changed by somebody else, found at ", "192.0.2.99");
        assertThat(said("status", "search", "--why"))
                .contains(
                        "  edited     the record was changed by somebody else, found at ", "  last move  none is kept");
    }

    private String said(String... command) {
        StringWriter out = new StringWriter();
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(List.of("--kafka", kafka.bootstrapServers()));
        assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).execute(args.toArray(new String[0])))
                .isZero();
        return out.toString();
    }

    private ServiceState.Residue residue() {
        return state("shop").endpoints().stream()
                .map(ServiceState.EndpointState::residue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody's clients are watched"));
    }

    private long failovers() {
        return journal.count(Decision.class, d -> d.kind() == Decision.Kind.FAILOVER);
    }

    private void awaitUp() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(state().endpoints())
                        .hasSize(2)
                        .allSatisfy(e -> assertThat(e.verdict()).isEqualTo(dev.failover.event.Verdict.UP)));
    }

    private void awaitDiagnosis(String diagnosis) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(state().explanation().diagnosis()).isEqualTo(diagnosis));
    }

    private void byHand() {
        try (ByHand hand = ByHand.open(search(), ByHandSettings.fromEnv(env()))) {
            Planned.Change planned = (Planned.Change) hand.plan("secondary", "ana", "rack on fire", false);
            assertThat(hand.carryOut(planned.plan(), LIMIT, line -> {}).status())
                    .isEqualTo(DnsChange.Status.VERIFIED);
        }
    }

    private String fence() {
        try (Route53Client route53 = route53()) {
            return recordSet(route53, "_failover.es.example.com.", RRType.TXT).toString();
        }
    }

    @Test
    @DisplayName("a move tells when it was first seen, decided, accepted, in sync and verified, and so do the metrics")
    void measuresTheRecoveryStepByStep() throws Exception {
        deploy(decision());
        claimed();
        observeAndFailOver();

        DnsChange.Timings timings =
                change(DnsChange.Status.VERIFIED, "secondary").timings();
        List<Instant> steps = Stream.of(
                        timings.firstFailureAt(),
                        timings.decidedAt(),
                        timings.acceptedAt(),
                        timings.insyncAt(),
                        timings.verifiedAt())
                .toList();
        assertThat(steps).doesNotContainNull().isSorted();
        for (String step : List.of("decided", "accepted", "insync", "verified")) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(actuatorMetrics
                                    .get("failover.recovery")
                                    .tag("step", step)
                                    .timer()
                                    .count())
                            .as(step)
                            .isEqualTo(1));
        }
    }

    private void failOver() {
        claimed();
        observeAndFailOver();
    }

    private void observeAndFailOver() {
        observe("secondary", Observation.Outcome.PASS, 3);
        observe("primary", Observation.Outcome.PASS, 3);
        observe("primary", Observation.Outcome.FAIL, 3);
        observe("secondary", Observation.Outcome.PASS, 1);
        change(DnsChange.Status.VERIFIED, "secondary");
    }

    private void claimed() {
        change(DnsChange.Status.VERIFIED, "primary");
    }

    private Decision decided() {
        return journal.await(Decision.class, d -> d.kind() == Decision.Kind.FAILOVER, LIMIT)
                .orElseThrow();
    }

    private DnsChange change(DnsChange.Status status, String endpoint) {
        Optional<DnsChange> change =
                journal.await(DnsChange.class, c -> c.status() == status && endpoint.equals(c.endpoint()), LIMIT);
        assertThat(change).as("a change %s to %s", status, endpoint).isPresent();
        return change.get();
    }

    private long verifications(String decisionId) {
        return journal.count(
                DnsChange.class, c -> c.decisionId().equals(decisionId) && c.status() == DnsChange.Status.VERIFIED);
    }

    private void observe(String endpoint, Observation.Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            observeFrom("a", endpoint, outcome);
            observeFrom("b", endpoint, outcome);
        }
    }

    private void observeFrom(String location, String endpoint, Observation.Outcome outcome) {
        writer.write(new Observation(
                "search",
                endpoint,
                location,
                "boot-" + location,
                sequence.incrementAndGet(),
                Instant.now(),
                Duration.ofMillis(1),
                outcome,
                outcome == Observation.Outcome.FAIL ? Observation.FailureClass.CONNECT_REFUSED : null,
                "from the test",
                null));
    }

    private void awaitCounted(String endpoint, int failures) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(state().endpoints())
                        .filteredOn(e -> e.name().equals(endpoint))
                        .flatExtracting(ServiceState.EndpointState::locations)
                        .hasSize(2)
                        .allSatisfy(l -> assertThat(l.failures()).isEqualTo(failures)));
    }

    private ServiceState state() {
        return state("search");
    }

    private ServiceState state(String service) {
        ServiceState state =
                CompactedTopic.read(clients, Topic.STATE, ServiceState.class).get(service);
        assertThat(state).as("the state of " + service).isNotNull();
        return Objects.requireNonNull(state);
    }

    private List<String> answers() {
        return new dev.failover.cli.demo.Dig(
                        aws.dnsAddress().getHostString(), aws.dnsAddress().getPort())
                .addresses("es.example.com");
    }

    private int writes() throws Exception {
        URI calls = aws.endpoint().resolve("/_aws-local/calls");
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(calls).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return new io.vertx.core.json.JsonObject(body).getInteger("ChangeResourceRecordSets", 0);
    }

    private Route53Client route53() {
        return Route53Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static ResourceRecordSet recordSet(Route53Client route53, String name, RRType type) {
        return route53.listResourceRecordSets(r -> r.hostedZoneId("Z1")).resourceRecordSets().stream()
                .filter(set -> set.name().equals(name) && set.type() == type)
                .findFirst()
                .orElseThrow();
    }

    /** What a writer would send that read the zone before the name moved. */
    private static void swap(Route53Client route53, ResourceRecordSet record, ResourceRecordSet fence) {
        route53.changeResourceRecordSets(request -> request.hostedZoneId("Z1")
                .changeBatch(batch -> batch.changes(
                        change(ChangeAction.DELETE, record),
                        change(ChangeAction.DELETE, fence),
                        change(ChangeAction.CREATE, record),
                        change(ChangeAction.CREATE, fence))));
    }

    private static Change change(ChangeAction action, ResourceRecordSet set) {
        return Change.builder().action(action).resourceRecordSet(set).build();
    }

    private String deploy(VerticleBase verticle) throws Exception {
        return vertx.deployVerticle(verticle).await(30, TimeUnit.SECONDS);
    }

    private VerticleBase decision() {
        return new DecisionVerticle(dev.failover.decision.Settings.fromEnv(env()), context());
    }

    private VerticleBase actuator() {
        return new ActuatorVerticle(
                dev.failover.dns.Settings.fromEnv(env()),
                new ServiceContext(new Health(), actuatorMetrics, fatal::set));
    }

    private ServiceContext context() {
        return new ServiceContext(new Health(), new SimpleMeterRegistry(), fatal::set);
    }

    private Map<String, String> env(String name, String value) {
        Map<String, String> more = new HashMap<>(env());
        more.put(name, value);
        return more;
    }

    private Map<String, String> env() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "AWS_ENDPOINT_URL",
                aws.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "DNS_NAME_SERVERS",
                aws.dnsAddress().getHostString() + ":" + aws.dnsAddress().getPort(),
                "DRIFT_INTERVAL",
                "1s",
                "CONFIRM_FIRST_DELAY",
                "100ms");
    }

    private static ServiceSpec search() {
        Policy policy = new Policy(
                Policy.Mode.AUTO,
                new Policy.Thresholds(3, 2, 3, 6, 10),
                2,
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Policy.Failback.MANUAL,
                Duration.ofSeconds(30));
        return new ServiceSpec(
                "search",
                new DnsRecord("Z1", "es.example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30)),
                true,
                List.of(endpoint("primary", "192.0.2.10"), endpoint("secondary", "192.0.2.20")),
                Probing.DEFAULT,
                policy);
    }

    /** Watched by a real probe: what its endpoints tell of their clients is a figure of the page. */
    private static ServiceSpec shop(int port) {
        Check check = new Check.Http(
                URI.create("http://127.0.0.1:" + port + "/status"),
                List.of(),
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                Map.of("sessions", "/connections/active"));
        Policy policy = new Policy(
                Policy.Mode.AUTO,
                Policy.Thresholds.DEFAULT,
                1,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Policy.Failback.MANUAL,
                Duration.ofSeconds(30),
                Map.of(),
                Duration.ZERO,
                Duration.ofHours(1),
                true,
                Duration.ofSeconds(30),
                Policy.Flapping.DEFAULT,
                null,
                Policy.FleetBrake.HOLDS,
                Policy.Drift.HOLD,
                null,
                new Policy.Residue("sessions", 3, Duration.ofSeconds(1)),
                null);
        return new ServiceSpec(
                "shop",
                new DnsRecord("Z1", "shop.example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30)),
                true,
                List.of(
                        new Endpoint("primary", Target.of("192.0.2.10"), check),
                        new Endpoint("secondary", Target.of("192.0.2.20"), check)),
                new Probing(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(1)),
                policy);
    }

    private static Endpoint endpoint(String name, String address) {
        return new Endpoint(name, Target.of(address), new Check.Tcp(address, 9200, null));
    }
}
