package dev.failover.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.decision.Settings;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Policy.Thresholds;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Probing SLOW_THEN_QUICK = probing(10_000, 500, 2_000);

    @Test
    void theFirstCheckThatFailsIsAnIntervalAndItsJitterAway() {
        assertThat(Recovery.firstFailure(SLOW_THEN_QUICK).atWorst()).isEqualTo(Duration.ofMillis(10_050));
        assertThat(Recovery.firstFailure(probing(200, 100, 50)).atWorst())
                .as("a twentieth of a short interval")
                .isEqualTo(Duration.ofMillis(210));
    }

    @Test
    void checksThatRunIntoTheirTimeoutFollowOneAnotherAtOnce() {
        assertThat(Recovery.confirmation(SLOW_THEN_QUICK, thresholds(3, 6)).atWorst())
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void checksThatEndSoonerFollowAtTheConfirmingPace() {
        assertThat(Recovery.confirmation(probing(10_000, 1_000, 100), thresholds(3, 6))
                        .atWorst())
                .isEqualTo(Duration.ofMillis(2 * 1_050 + 100));
    }

    @Test
    void oneFailureTakesOneTimeout() {
        assertThat(Recovery.confirmation(SLOW_THEN_QUICK, thresholds(1, 6)).atWorst())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theWindowMakesTheVoteWhereItTakesFewerFailures() {
        assertThat(Recovery.confirmation(SLOW_THEN_QUICK, thresholds(5, 2)).atWorst())
                .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void anObservationWaitsForItsBatchAndForKafka() {
        assertThat(Recovery.observation().atWorst()).isEqualTo(Recovery.KAFKA.plusMillis(5));
    }

    @Test
    void theQuorumIsJudgedWithinATick() {
        assertThat(Recovery.judgement().atWorst()).isEqualTo(Settings.TICK);
    }

    @Test
    void aDecisionIsOneWayThroughKafka() {
        assertThat(Recovery.decision().atWorst()).isEqualTo(Recovery.KAFKA);
    }

    @Test
    void aChangeIsAllItsCallsAtTheirLimit() {
        assertThat(Recovery.change(DnsRecord.Provider.ROUTE_53).atWorst()).isEqualTo(Duration.ofSeconds(15));
        assertThat(Recovery.change(DnsRecord.Provider.RFC_2136).atWorst()).isEqualTo(Duration.ofSeconds(35));
        assertThat(Recovery.change(DnsRecord.Provider.STEERING).atWorst()).isEqualTo(Recovery.KAFKA);
    }

    @Test
    void nameServersTakeAMinuteAtRoute53AndWhatTheZoneTakesElsewhere() {
        assertThat(Recovery.nameServers(DnsRecord.Provider.ROUTE_53, Optional.empty())
                        .atWorst())
                .isEqualTo(Duration.ofMinutes(1));
        Recovery.Part unknown = Recovery.nameServers(DnsRecord.Provider.RFC_2136, Optional.empty());
        assertThat(unknown.atWorst()).isZero();
        assertThat(unknown.how()).startsWith("not counted");
    }

    @Test
    void steeringWaitsForTheCheckersInstead() {
        SteeringEndpoints endpoints = new SteeringEndpoints(
                List.of(
                        URI.create("https://a.example"),
                        URI.create("https://b.example"),
                        URI.create("https://c.example")),
                2,
                3);

        assertThat(Recovery.nameServers(DnsRecord.Provider.STEERING, Optional.of(endpoints))
                        .atWorst())
                .isEqualTo(Duration.ofSeconds(3 * 10 + 6 + 10));
    }

    @Test
    void theOldAnswerIsKeptForItsTtl() {
        assertThat(Recovery.cached(Duration.ofSeconds(42)).atWorst()).isEqualTo(Duration.ofSeconds(42));
    }

    @Test
    void allPartsAreAddedUp() {
        Recovery recovery = Recovery.of(service(null), Duration.ofSeconds(30), Optional.empty());

        assertThat(recovery.atWorst())
                .isEqualTo(Duration.ofMillis(1_050 + 3_100 + 105 + 250 + 100 + 15_000 + 60_000 + 30_000));
        assertThat(recovery.isTooLong()).as("nothing is asked").isFalse();
    }

    @Test
    void whatIsAskedMustNotBeShorterThanTheSum() {
        Duration sum = Recovery.of(service(null), Duration.ofSeconds(30), Optional.empty())
                .atWorst();

        assertThat(Recovery.of(service(sum), Duration.ofSeconds(30), Optional.empty())
                        .isTooLong())
                .isFalse();
        assertThat(Recovery.of(service(sum.minusMillis(1)), Duration.ofSeconds(30), Optional.empty())
                        .isTooLong())
                .isTrue();
    }

    private static Probing probing(long interval, long confirm, long timeout) {
        return new Probing(Duration.ofMillis(interval), Duration.ofMillis(confirm), Duration.ofMillis(timeout));
    }

    private static Thresholds thresholds(int down, int windowFailures) {
        return new Thresholds(down, 3, 3, windowFailures, 10);
    }

    private static ServiceSpec service(@Nullable Duration rto) {
        Policy usual = Policy.DEFAULT;
        Policy policy = new Policy(
                usual.mode(),
                usual.thresholds(),
                usual.minLocations(),
                usual.staleAfter(),
                usual.coolDown(),
                usual.failback(),
                usual.intentTimeout(),
                usual.marks(),
                usual.warmUp(),
                usual.coolDownMax(),
                usual.emergency(),
                usual.steadyFor(),
                usual.flapping(),
                usual.dataLoss(),
                usual.fleetBrake(),
                usual.drift(),
                rto);
        return new ServiceSpec(
                "search",
                new DnsRecord("Z1", "es.example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30)),
                false,
                List.of(endpoint("primary", "192.0.2.10"), endpoint("secondary", "192.0.2.20")),
                Probing.DEFAULT,
                policy);
    }

    private static Endpoint endpoint(String name, String address) {
        return new Endpoint(name, Target.of(address), new Check.Tcp(address, 9200, null));
    }
}
