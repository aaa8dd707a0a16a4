package dev.failover.awslocal.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.Xml;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

    private final HealthChecks checks = new HealthChecks(UUID::randomUUID);

    @Test
    void fillsInRoute53sDefaults() {
        Xml config = checks.create("r", config("Type", "HTTPS", "IPAddress", "192.0.2.1"))
                .check()
                .config();

        assertThat(config.value("Port")).contains("443");
        assertThat(config.value("FailureThreshold")).contains("3");
        assertThat(config.value("RequestInterval")).contains("30");
        assertThat(config.value("EnableSNI")).contains("true");
    }

    @Test
    void givesTheSameCheckForTheSameReferenceAndRefusesAnother() {
        Xml config = config("Type", "TCP", "IPAddress", "192.0.2.1", "Port", "9200");
        HealthChecks.Created first = checks.create("r", config);

        assertThat(checks.create("r", config)).isEqualTo(new HealthChecks.Created(first.check(), false));
        assertRefused("HealthCheckAlreadyExists", () -> checks.create("r", config("Type", "HTTP", "IPAddress", "::1")));
    }

    @Test
    void namesEverythingThatIsWrong() {
        assertThatThrownBy(() -> checks.create(
                        "r", config("Type", "HTTP_STR_MATCH", "FailureThreshold", "11", "RequestInterval", "20")))
                .hasMessageContaining("IPAddress or FullyQualifiedDomainName")
                .hasMessageContaining("SearchString")
                .hasMessageContaining("FailureThreshold must be 1 to 10")
                .hasMessageContaining("RequestInterval");
        assertRefused("InvalidInput", () -> checks.create("r", config("Type", "PING")));
    }

    @Test
    void updatesOnlyTheVersionThatTheCallerHasSeen() {
        String id = checks.create("r", config("Type", "HTTP", "IPAddress", "192.0.2.1"))
                .check()
                .id();

        assertThat(checks.update(id, config("HealthCheckVersion", "1", "Inverted", "true"))
                        .version())
                .isEqualTo(2);
        assertRefused(
                "HealthCheckVersionMismatch",
                () -> checks.update(id, config("HealthCheckVersion", "1", "Port", "8080")));
        assertThat(checks.get(id).config().value("Inverted")).contains("true");
        assertThat(checks.get(id).config().value("Port")).contains("80");
    }

    @Test
    void neverTakesTheReferenceOfADeletedCheckAgain() {
        Xml config = config("Type", "TCP", "IPAddress", "192.0.2.1", "Port", "9200");
        checks.delete(checks.create("r", config).check().id());

        assertRefused("HealthCheckAlreadyExists", () -> checks.create("r", config));
    }

    @Test
    void wantsThreeKnownRegions() {
        assertThatThrownBy(() -> checks.create("r", inRegions("eu-west-1", "us-east-1")))
                .hasMessageContaining("Regions must be 3 or more of us-east-1");
        assertThatThrownBy(() -> checks.create("r", inRegions("eu-west-1", "us-east-1", "eu-north-1")))
                .hasMessageContaining("Regions");
        assertThat(checks.create("r", inRegions("eu-west-1", "us-east-1", "us-west-2"))
                        .check()
                        .regions())
                .containsExactly("eu-west-1", "us-east-1", "us-west-2");
    }

    @Test
    void isHealthyUntilThereIsDataAndUnhealthyWhenInverted() {
        String plain = http("plain", "false");
        String inverted = http("inverted", "true");

        assertThat(checks.isHealthy(plain)).contains(true);
        assertThat(checks.isHealthy(inverted)).contains(false);
        seen(plain, false);
        seen(inverted, false);
        assertThat(checks.isHealthy(plain)).contains(false);
        assertThat(checks.isHealthy(inverted)).contains(true);
    }

    @Test
    void takesADisabledCheckForHealthyAndTurnsEvenThatRound() {
        String id = http("r", "false");
        seen(id, false);

        checks.update(id, config("Disabled", "true"));
        assertThat(checks.isHealthy(id)).contains(true);
        checks.update(id, config("Inverted", "true"));
        assertThat(checks.isHealthy(id)).contains(false);
    }

    @Test
    void calculatesByItsThreshold() {
        List<String> children = List.of(http("a", "false"), http("b", "false"), http("c", "false"));
        String two = calculated("two", 2, children);
        String none = calculated("none", 0, children);
        String tooMany = calculated("too many", 4, children);

        assertThat(checks.isHealthy(two)).contains(true);
        assertThat(checks.isHealthy(tooMany)).contains(false);
        seen(children.get(0), false);
        assertThat(checks.isHealthy(two)).as("two of three are healthy").contains(true);
        seen(children.get(1), false);
        assertThat(checks.isHealthy(two)).as("one of three is healthy").contains(false);
        assertThat(checks.isHealthy(none)).contains(true);
    }

    @Test
    void endsWhereCalculatedChecksGoRoundInACircle() {
        String first = calculated("first", 1, List.of());
        String second = calculated("second", 1, List.of(first));
        checks.update(first, calculated(List.of(second), 1));

        assertThat(checks.isHealthy(first)).isPresent();
    }

    @Test
    void believesTheControlApiBeforeTheCheckers() {
        String id = http("r", "false");

        checks.setHealthy(id, false);
        seen(id, true);
        assertThat(checks.isHealthy(id)).contains(false);
        checks.release(id);
        assertThat(checks.isHealthy(id)).contains(true);
    }

    private String http(String reference, String inverted) {
        Xml config = config("Type", "HTTP", "IPAddress", "192.0.2.1", "FailureThreshold", "1", "Inverted", inverted);
        return checks.create(reference, config).check().id();
    }

    private String calculated(String reference, int threshold, List<String> children) {
        return checks.create(reference, calculated(children, threshold)).check().id();
    }

    private static Xml calculated(List<String> children, int threshold) {
        return Xml.element("HealthCheckConfig")
                .add("Type", "CALCULATED")
                .add("HealthThreshold", threshold)
                .add(Xml.of(
                        "ChildHealthChecks",
                        children.stream()
                                .map(id -> Xml.text("ChildHealthCheck", id))
                                .toList()))
                .build();
    }

    private void seen(String id, boolean passed) {
        HealthCheckConfig.REGIONS.forEach(region ->
                checks.observed(id, region, new Observations.Result(passed, "Success: so to say", Instant.EPOCH)));
    }

    private static Xml inRegions(String... regions) {
        return Xml.element("HealthCheckConfig")
                .add("Type", "HTTP")
                .add("IPAddress", "192.0.2.1")
                .add(Xml.of(
                        "Regions",
                        Arrays.stream(regions)
                                .map(region -> Xml.text("Region", region))
                                .toList()))
                .build();
    }

    private static void assertRefused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Xml config(String... fields) {
        Xml.Builder config = Xml.element("HealthCheckConfig");
        for (int i = 0; i < fields.length; i += 2) {
            config.add(fields[i], fields[i + 1]);
        }
        return config.build();
    }
}
