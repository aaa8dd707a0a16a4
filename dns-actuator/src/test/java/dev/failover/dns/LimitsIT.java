package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.dns.rfc2136.NameServerProcess;
import dev.failover.dns.rfc2136.Relay;
import dev.failover.event.Check;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsChange.Status;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import dev.failover.service.Health;
import dev.failover.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.route53.model.RRType;

/** The service under Route 53's limits and troubles, over a real broker and the wire. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class LimitsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CHANGES = "ChangeResourceRecordSets";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Aws aws = new Aws();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private Broker broker;

    @BeforeEach
    void startBroker() {
        broker = new Broker(folder);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
        aws.close();
        broker.close();
        assertThat(fatal.get()).isNull();
    }

    /** One actuator process. */
    private record Deployed(String id, Health health, SimpleMeterRegistry metrics) {
        double writer() {
            return metrics.get("failover.actuator.writer").gauge().value();
        }
    }

    @Test
    @DisplayName(
            "scenario 28: 500 services that fail together are moved in at most five changes, at 2.5 requests a second")
    void movesFiveHundredInFewCalls() throws Exception {
        List<Decision> claims = IntStream.range(0, 500).mapToObj(this::claim).toList();
        broker.writer.writeAll(claims);
        Deployed first = deploy(Map.of());
        awaitAll(claims, Status.VERIFIED);
        vertx.undeploy(first.id()).await(30, TimeUnit.SECONDS);
        int changesBefore = aws.calls(CHANGES);
        int readsBefore = aws.calls("ListResourceRecordSets");
        List<Decision> failovers =
                IntStream.range(0, 500).mapToObj(this::failover).toList();
        broker.writer.writeAll(failovers);

        deploy(Map.of());
        awaitAll(failovers, Status.VERIFIED);

        assertThat(aws.calls(CHANGES) - changesBefore).isBetween(3, 5);
        assertThat(aws.calls("ListResourceRecordSets") - readsBefore)
                .as("pages of the zone, not a list for each name")
                .isLessThan(30);
        assertThat(broker.changes())
                .filteredOn(change -> change.status() == Status.VERIFIED && change.epoch() == 2)
                .allSatisfy(change -> {
                    DnsChange.Timings timings = change.timings();
                    assertThat(timings.acceptedAt()).isAfter(timings.decidedAt());
                    assertThat(timings.insyncAt()).isAfterOrEqualTo(timings.acceptedAt());
                    assertThat(timings.verifiedAt()).isAfterOrEqualTo(timings.insyncAt());
                });
    }

    @Test
    @DisplayName("scenario 48: of 200 services the one whose record Route 53 refuses is isolated, and 199 are moved")
    void isolatesTheBadOne() throws Exception {
        List<Decision> claims = IntStream.range(0, 200).mapToObj(this::claim).toList();
        broker.writer.writeAll(claims);
        Deployed first = deploy(Map.of("ROUTE53_REQUESTS_BURST", "100", "ROUTE53_CHANGES_PER_SECOND", "20"));
        awaitAll(claims, Status.VERIFIED);
        vertx.undeploy(first.id()).await(30, TimeUnit.SECONDS);
        List<Decision> failovers =
                new ArrayList<>(IntStream.range(0, 200).mapToObj(this::failover).toList());
        // What stands there is none of ours to see: a name of another zone.
        Decision bad = Decisions.claim()
                .of("bad")
                .record(new DnsRecord(aws.zone, "bad.example.org", RecordType.A, Duration.ofSeconds(30)))
                .decidedAt(now())
                .build();
        failovers.set(77, bad);
        broker.writer.writeAll(failovers);

        deploy(Map.of("ROUTE53_REQUESTS_BURST", "100", "ROUTE53_CHANGES_PER_SECOND", "20"));
        failovers.remove(bad);
        awaitAll(failovers, Status.VERIFIED);

        assertThat(awaitChange(bad, Status.FAILED).reason())
                .contains("InvalidChangeBatch", "bad.example.org. is not permitted in zone");
        assertThat(aws.values("s1.example.com", RRType.A)).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 50: while a change is PENDING it is asked for again and again, and never made again")
    void waitsForAPendingChange() throws Exception {
        deploy(Map.of());
        Decision claim = claim(1);
        broker.writer.write(claim);
        awaitChange(claim, Status.VERIFIED);
        aws.insyncDelay(Duration.ofHours(1));
        Decision failover = failover(1);

        broker.writer.write(failover);

        awaitChange(failover, Status.ACCEPTED);
        int asked = aws.calls("GetChange");
        await().atMost(LIMIT).until(() -> aws.calls("GetChange") >= asked + 2);
        assertThat(statuses(failover)).containsExactly(Status.ACCEPTED);
        aws.insyncDelay(Duration.ZERO);
        DnsChange verified = awaitChange(failover, Status.VERIFIED);
        assertThat(verified.timings().insyncAt()).isAfter(verified.timings().acceptedAt());
        assertThat(aws.calls(CHANGES)).as("the claim, and the one change").isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 52: a change that Route 53 accepted and lost is sent again, and verified")
    void sendsAStrandedChangeAgain() throws Exception {
        deploy(Map.of());
        Decision claim = claim(1);
        broker.writer.write(claim);
        awaitChange(claim, Status.VERIFIED);
        aws.fault(CHANGES, "strand", 1);
        Decision failover = failover(1);

        broker.writer.write(failover);

        DnsChange verified = awaitChange(failover, Status.VERIFIED);
        assertThat(verified.endpoint()).isEqualTo("secondary");
        assertThat(aws.values("s1.example.com", RRType.A)).containsExactly("192.0.2.20");
        assertThat(aws.calls(CHANGES))
                .as("the claim, the stranded one, the one that holds")
                .isEqualTo(3);
        assertThat(statuses(failover)).doesNotContain(Status.FAILED, Status.REFUSED);
    }

    @Test
    @DisplayName("scenario 55: a permission that is taken away is found without a move, named, and its return is seen")
    void findsAMissingPermission() throws Exception {
        broker.writer.write(spec(1));
        Deployed deployed = deploy(Map.of("PERMISSION_TEST_INTERVAL", "1s"));
        Decision claim = claim(1);
        broker.writer.write(claim);
        awaitChange(claim, Status.VERIFIED);
        int calls = aws.calls(CHANGES);
        await().atMost(LIMIT).until(() -> aws.calls(CHANGES) > calls);
        assertThat(deployed.health().whatIsMissing()).isEmpty();

        aws.fault(CHANGES, "access-denied", 1_000);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(deployed.health().whatIsMissing())
                        .hasEntrySatisfying(
                                "permission",
                                why -> assertThat(why)
                                        .startsWith("zone " + aws.zone + ": Route 53 says AccessDenied")));
        assertThat(deployed.metrics().get("failover.permission.denied").gauge().value())
                .isEqualTo(1);

        aws.heal();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(deployed.health().whatIsMissing()).isEmpty());
        assertThat(aws.values("_failover.s1.example.com", RRType.TXT).get(0)).contains("epoch=1 decision=s1-1");
    }

    @Test
    @DisplayName(
            "scenarios 37, 45: one actuator writes, the other stands by and says so, and takes over when it is gone")
    void oneWritesAndTheOtherStandsBy() throws Exception {
        Deployed first = deploy(Map.of());
        await().atMost(LIMIT).until(() -> first.writer() == 1);
        Deployed second = deploy(Map.of());
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(second.health().whatIsMissing()).isEmpty());
        broker.writer.writeAll(IntStream.range(0, 24).mapToObj(this::claim).toList());
        awaitAll(IntStream.range(0, 24).mapToObj(this::claim).toList(), Status.VERIFIED);
        assertThat(first.writer()).as("whoever has all keeps all").isEqualTo(1);
        assertThat(second.writer()).isZero();
        assertThat(second.health().notes()).containsKey("standby");
        assertThat(first.health().notes()).doesNotContainKey("standby");

        vertx.undeploy(first.id()).await(30, TimeUnit.SECONDS);
        await().atMost(LIMIT).until(() -> second.writer() == 1);
        Decision failover = failover(3);
        broker.writer.write(failover);

        awaitChange(failover, Status.VERIFIED);
        assertThat(second.health().notes()).doesNotContainKey("standby");
    }

    @Test
    @DisplayName("scenario 51: a silent RFC 2136 primary costs one decision its time, and is told from Route 53")
    void asksASilentPrimaryNoMore() throws Exception {
        try (NameServerProcess server = NameServerProcess.bind("    grant failover zonesub A TXT;");
                Relay relay = new Relay(server.address())) {
            // The look for drift asks beside the decisions, and is the trial that finds the primary again.
            broker.writer.write(spec("own", ownRecord()));
            Deployed deployed = deploy(Map.of(
                    "DRIFT_INTERVAL",
                    "1s",
                    "RFC2136_SERVER",
                    "127.0.0.1:" + relay.address().getPort(),
                    "RFC2136_TSIG_KEY",
                    NameServerProcess.KEY.name(),
                    "RFC2136_TSIG_SECRET_FROM",
                    "env:SECRET",
                    "SECRET",
                    NameServerProcess.KEY.secret(),
                    "DNS_NAME_SERVERS",
                    "127.0.0.1:" + server.address().getPort()));
            Decision claim = own(Decisions.claim(), 1);
            broker.writer.write(claim);
            awaitChange(claim, Status.VERIFIED);
            relay.beSilent(true);
            Decision slow = own(Decisions.failover(), 2);
            broker.writer.write(slow);

            awaitChange(slow, Status.FAILED);
            assertThat(deployed.health().whatIsMissing())
                    .hasEntrySatisfying(
                            "provider",
                            why -> assertThat(why)
                                    .contains(
                                            "reads of the DNS provider rfc2136 fail since",
                                            "none is made for now: no answer from the primary"));
            assertThat(open(deployed, "rfc2136")).isEqualTo(1);
            assertThat(open(deployed, "route53")).isZero();
            Decision quick = own(Decisions.failover(), 3);
            broker.writer.write(quick);
            DnsChange failed = awaitChange(quick, Status.FAILED);
            assertThat(Duration.between(quick.decidedAt(), failed.at()))
                    .as("at most a trial, instead of all the time that a decision has")
                    .isLessThan(Duration.ofSeconds(12));

            relay.beSilent(false);
            Decision again = own(Decisions.failover(), 4);
            await("the decision-service publishes what failed again")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        broker.writer.write(again);
                        return statuses(again).contains(Status.VERIFIED);
                    });
            assertThat(deployed.health().whatIsMissing()).isEmpty();
        }
    }

    /** In the zone of a name server of one's own. */
    private static Decision own(Decisions shape, long epoch) {
        return shape.of("own")
                .id("own-" + epoch, epoch)
                .record(ownRecord())
                .decidedAt(now())
                .build();
    }

    private static DnsRecord ownRecord() {
        return new DnsRecord(
                NameServerProcess.ZONE,
                "own.example.com",
                RecordType.A,
                Duration.ofSeconds(30),
                DnsRecord.Provider.RFC_2136,
                DnsRecord.Routing.SIMPLE);
    }

    private static double open(Deployed deployed, String provider) {
        return deployed.metrics()
                .get("failover.circuit.open")
                .tag("provider", provider)
                .tag("call", "read")
                .gauge()
                .value();
    }

    @Test
    void aDryRunTakesNoDecisionsFromTheRealOne() throws Exception {
        Deployed dry = deploy(Map.of("DRY_RUN", "true"));
        await().atMost(LIMIT).until(() -> dry.writer() == 1);
        deploy(Map.of());
        Decision claim = claim(1);

        broker.writer.write(claim);

        awaitChange(claim, Status.VERIFIED);
        awaitChange(claim, Status.PLANNED);
    }

    private Deployed deploy(Map<String, String> more) throws Exception {
        Map<String, String> env = new HashMap<>(aws.env());
        env.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        env.putAll(more);
        Health health = new Health();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        ServiceContext context = new ServiceContext(health, metrics, fatal::set);
        String id = vertx.deployVerticle(new ActuatorVerticle(Settings.fromEnv(env), context))
                .await(30, TimeUnit.SECONDS);
        return new Deployed(id, health, metrics);
    }

    private Decision claim(int i) {
        return Decisions.claim().of("s" + i).record(record(i)).decidedAt(now()).build();
    }

    private Decision failover(int i) {
        return Decisions.failover()
                .of("s" + i)
                .record(record(i))
                .decidedAt(now())
                .build();
    }

    private DnsRecord record(int i) {
        return new DnsRecord(aws.zone, "s" + i + ".example.com", RecordType.A, Duration.ofSeconds(30));
    }

    private ServiceSpec spec(int i) {
        return spec("s" + i, record(i));
    }

    private static ServiceSpec spec(String service, DnsRecord record) {
        return new ServiceSpec(
                service,
                record,
                false,
                List.of(endpoint("primary", Decisions.PRIMARY), endpoint("secondary", Decisions.SECONDARY)),
                Probing.DEFAULT,
                Policy.DEFAULT);
    }

    private static Endpoint endpoint(String name, Target target) {
        return new Endpoint(name, target, new Check.Tcp("192.0.2.10", 9200, null));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void awaitAll(List<Decision> decisions, Status status) {
        List<String> wanted = decisions.stream().map(Decision::id).toList();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(broker.changes())
                        .filteredOn(change -> change.status() == status)
                        .extracting(DnsChange::decisionId)
                        .containsAll(wanted));
    }

    private DnsChange awaitChange(Decision decision, Status status) {
        return await().atMost(LIMIT)
                .until(
                        () -> broker.changes().stream()
                                .filter(change -> change.decisionId().equals(decision.id()))
                                .filter(change -> change.status() == status)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<Status> statuses(Decision decision) {
        return broker.changes().stream()
                .filter(change -> change.decisionId().equals(decision.id()))
                .map(DnsChange::status)
                .toList();
    }
}
