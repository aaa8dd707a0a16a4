package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsChange.Status;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.EventCodec;
import dev.failover.event.HealthTransition;
import dev.failover.event.Verdict;
import dev.failover.kafka.Topic;
import dev.failover.service.Health;
import dev.failover.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
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
import software.amazon.awssdk.services.route53.model.RRType;

/** The service over a real broker and the wire; the test speaks for the decision-service and for people. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ActuatorIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Broker broker;

    private final Vertx vertx = Vertx.vertx();
    private final Aws aws = new Aws();
    private final Health health = new Health();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    /** Of this test alone, as the broker is shared. */
    private String service = "";

    @BeforeAll
    static void startBroker() {
        broker = new Broker(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameTheService(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        service = name.substring(0, Math.min(40, name.length()));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
        aws.close();
        assertThat(fatal.get()).isNull();
    }

    @Test
    void movesANameAndPublishesEachStepWithItsTime() throws Exception {
        deploy(Map.of());
        claimed();
        aws.insyncDelay(Duration.ofMillis(300));
        Decision decision = failover().build();

        broker.writer.write(decision);

        DnsChange verified = awaitChange(decision, Status.VERIFIED);
        assertThat(statuses(decision)).containsExactly(Status.ACCEPTED, Status.INSYNC, Status.VERIFIED);
        assertThat(verified.endpoint()).isEqualTo("secondary");
        assertThat(verified.before()).containsExactly("192.0.2.10");
        assertThat(verified.after()).containsExactly("192.0.2.20");
        assertThat(verified.nameServers()).containsExactly("127.0.0.1");
        assertThat(verified.changeId()).startsWith("C");
        DnsChange.Timings timings = verified.timings();
        assertThat(timings.firstFailureAt()).isEqualTo(decision.firstFailureAt());
        assertThat(timings.decidedAt()).isEqualTo(decision.decidedAt());
        assertThat(timings.acceptedAt()).isAfter(timings.decidedAt());
        assertThat(timings.insyncAt()).isAfter(timings.acceptedAt());
        assertThat(timings.verifiedAt()).isAfterOrEqualTo(timings.insyncAt());
        assertThat(aws.values(name(), RRType.A)).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 41: a decision that is published again and again changes DNS once, and is answered again")
    void changesDnsOnce() throws Exception {
        deploy(Map.of());
        claimed();
        Decision decision = failover().build();
        broker.writer.write(decision);
        awaitChange(decision, Status.VERIFIED);
        int calls = aws.calls("ChangeResourceRecordSets");

        broker.writer.write(decision);
        broker.writer.write(decision);

        await().atMost(LIMIT)
                .until(() -> statuses(decision).stream()
                                .filter(Status.VERIFIED::equals)
                                .count()
                        >= 2);
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(calls);
        assertThat(statuses(decision)).containsOnlyOnce(Status.ACCEPTED).doesNotContain(Status.REFUSED);
    }

    @Test
    @DisplayName("scenario 39: poison goes to dead letters and the next decision is carried out")
    void goesOnPastPoison() throws Exception {
        deploy(Map.of());
        poison("not json".getBytes(StandardCharsets.UTF_8), "failover.decision.v1");
        HealthTransition stray = new HealthTransition(
                service, "primary", Verdict.UP, Verdict.DOWN, List.of(), "primary is DOWN", Instant.EPOCH);
        poison(EventCodec.body(stray), "health.transition.v1");
        String impossible = EventCodec.json(failover().build()).replace("192.0.2.20", "no address");
        poison(impossible.getBytes(StandardCharsets.UTF_8), "failover.decision.v1");

        claimed();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(broker.read(Topic.DEAD_LETTERS))
                        .filteredOn(letter -> letter.key().equals(service))
                        .extracting(letter -> text(letter, "failover_reason"))
                        .hasSize(3)
                        .anySatisfy(reason -> assertThat(reason).contains("belongs on another topic"))
                        .anySatisfy(reason -> assertThat(reason).contains("must be IPv4")));
    }

    @Test
    void aDryRunPlansAndChangesNothing() throws Exception {
        deploy(Map.of("DRY_RUN", "true"));
        Decision claim = claim().build();

        broker.writer.write(claim);

        DnsChange planned = awaitChange(claim, Status.PLANNED);
        assertThat(planned.reason()).startsWith("dry run: " + name() + " A: nothing => 192.0.2.10;");
        assertThat(statuses(claim)).containsExactly(Status.PLANNED);
        assertThat(aws.calls("ChangeResourceRecordSets")).isZero();
        assertThat(aws.set(name(), RRType.A)).isEmpty();
    }

    @Test
    void shadowPlansAndChangesNothing() throws Exception {
        deploy(Map.of());
        claimed();
        Decision decision = failover().shadow().build();

        broker.writer.write(decision);

        DnsChange planned = awaitChange(decision, Status.PLANNED);
        assertThat(planned.before()).containsExactly("192.0.2.10");
        assertThat(planned.after()).containsExactly("192.0.2.20");
        assertThat(aws.values(name(), RRType.A)).containsExactly("192.0.2.10");
    }

    @Test
    @DisplayName("scenarios 44, 45: throttling and a prior request under way are waited out")
    void waitsOutWhatPasses() throws Exception {
        deploy(Map.of());
        claimed();
        aws.fault("ListResourceRecordSets", "throttle", 2);
        aws.fault("ListResourceRecordSets", "error-500", 1);
        aws.fault("ChangeResourceRecordSets", "prior-request", 2);
        aws.fault("ChangeResourceRecordSets", "throttle", 1);
        aws.fault("GetChange", "throttle", 2);
        Decision decision = failover().build();

        broker.writer.write(decision);

        awaitChange(decision, Status.VERIFIED);
        assertThat(statuses(decision)).doesNotContain(Status.FAILED, Status.REFUSED);
        assertThat(aws.values(name(), RRType.A)).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 49: an answer lost after the change was made is settled by the fence")
    void settlesALostAnswer() throws Exception {
        deploy(Map.of());
        claimed();
        aws.fault("ChangeResourceRecordSets", "lose-answer", 1);
        int calls = aws.calls("ChangeResourceRecordSets");
        Decision decision = failover().build();

        broker.writer.write(decision);

        DnsChange verified = awaitChange(decision, Status.VERIFIED);
        assertThat(verified.endpoint()).isEqualTo("secondary");
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(calls + 1);
    }

    @Test
    @DisplayName("scenario 49: a change that is made after it was given up is made once")
    void settlesAChangeThatComesLate() throws Exception {
        deploy(Map.of());
        claimed();
        aws.fault("ChangeResourceRecordSets", "delay", 1, Duration.ofSeconds(6));
        Decision decision = failover().build();

        broker.writer.write(decision);

        awaitChange(decision, Status.VERIFIED);
        assertThat(aws.calls("ChangeResourceRecordSets"))
                .as("the claim, the late one and the one in its place")
                .isEqualTo(3);
        aws.waitUntilTheLateOneCame();
        assertThat(aws.values(name(), RRType.A)).containsExactly("192.0.2.20");
        assertThat(statuses(decision)).doesNotContain(Status.FAILED, Status.REFUSED);
    }

    @Test
    @DisplayName("scenario 55: a missing permission is refused with a sentence that says where to look")
    void refusesWithoutPermission() throws Exception {
        deploy(Map.of());
        aws.fault("ChangeResourceRecordSets", "access-denied", 1);
        Decision claim = claim().build();

        broker.writer.write(claim);

        assertThat(awaitChange(claim, Status.REFUSED).reason())
                .startsWith("Route 53 says AccessDenied: ")
                .contains("not authorized to perform: route53:ChangeResourceRecordSets")
                .endsWith("(docs/iam.md has what must be allowed)");
    }

    @Test
    @DisplayName("scenario 46: a human's edit is refused and left alone")
    void leavesAHumansEdit() throws Exception {
        deploy(Map.of());
        claimed();
        aws.put(name(), RRType.A, "198.51.100.7");
        Decision decision = failover().build();

        broker.writer.write(decision);

        DnsChange refused = awaitChange(decision, Status.REFUSED);
        assertThat(refused.reason()).startsWith("HUMAN_EDIT: " + name() + " holds [198.51.100.7]");
        assertThat(refused.before()).containsExactly("198.51.100.7");
        assertThat(aws.values(name(), RRType.A)).containsExactly("198.51.100.7");
    }

    @Test
    @DisplayName("scenario 38: stopped between ACCEPTED and INSYNC, it confirms when the decision is published again")
    void confirmsAfterARestart() throws Exception {
        String first = deploy(Map.of());
        claimed();
        aws.insyncDelay(Duration.ofHours(1));
        Decision decision = failover().build();
        broker.writer.write(decision);
        awaitChange(decision, Status.ACCEPTED);
        vertx.undeploy(first).await(30, TimeUnit.SECONDS);
        assertThat(statuses(decision)).containsExactly(Status.ACCEPTED);
        int calls = aws.calls("ChangeResourceRecordSets");

        deploy(Map.of());
        broker.writer.write(decision);
        aws.insyncDelay(Duration.ZERO);

        DnsChange verified = awaitChange(decision, Status.VERIFIED);
        assertThat(verified.endpoint()).isEqualTo("secondary");
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(calls);
    }

    @Test
    @DisplayName("scenario 51: with Route 53 away a decision fails in time, and the next one is carried out")
    void survivesRoute53Away() throws Exception {
        deploy(Map.of());
        claimed();
        aws.fault("ListResourceRecordSets", "error-500", 1_000);
        Decision first = failover().build();
        broker.writer.write(first);
        assertThat(awaitChange(first, Status.FAILED).reason())
                .startsWith("reads of the DNS provider route53 fail since ")
                .contains("none is made for now: Route 53 says InternalFailure");
        assertThat(health.whatIsMissing()).containsKey("provider");

        aws.heal();
        Decision second = failover().id(service + "-3", 3).build();
        await("the decision-service publishes what failed again")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    broker.writer.write(second);
                    return statuses(second).contains(Status.VERIFIED);
                });
        assertThat(health.whatIsMissing()).isEmpty();
    }

    private String deploy(Map<String, String> more) throws Exception {
        Map<String, String> env = new HashMap<>(aws.env());
        env.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        env.putAll(more);
        ServiceContext context = new ServiceContext(health, new SimpleMeterRegistry(), fatal::set);
        return vertx.deployVerticle(new ActuatorVerticle(Settings.fromEnv(env), context))
                .await(30, TimeUnit.SECONDS);
    }

    private void claimed() throws Exception {
        Decision claim = claim().build();
        broker.writer.write(claim);
        assertThat(awaitChange(claim, Status.VERIFIED).endpoint()).isEqualTo("primary");
    }

    private Decisions claim() {
        return ours(Decisions.claim());
    }

    private Decisions failover() {
        return ours(Decisions.failover());
    }

    private Decisions ours(Decisions decision) {
        return decision.of(service)
                .record(new DnsRecord(aws.zone, name(), RecordType.A, Duration.ofSeconds(30)))
                .decidedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private String name() {
        return service + ".example.com";
    }

    private void poison(byte[] body, String type) throws Exception {
        ProducerRecord<String, byte[]> poison = new ProducerRecord<>(Topic.DECISIONS.topicName(), service, body);
        poison.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        broker.producer.send(poison).get(20, TimeUnit.SECONDS);
    }

    private DnsChange awaitChange(Decision decision, Status status) {
        AtomicReference<@Nullable DnsChange> found = new AtomicReference<>();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(changes(decision))
                        .filteredOn(change -> change.status() == status)
                        .first()
                        .satisfies(found::set));
        return Objects.requireNonNull(found.get());
    }

    private List<Status> statuses(Decision decision) {
        return changes(decision).stream().map(DnsChange::status).toList();
    }

    private List<DnsChange> changes(Decision decision) {
        return broker.changes().stream()
                .filter(change -> change.decisionId().equals(decision.id()))
                .toList();
    }

    private static String text(ConsumerRecord<String, byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
