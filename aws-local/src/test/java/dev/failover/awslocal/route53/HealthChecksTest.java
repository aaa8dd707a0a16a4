package dev.failover.awslocal.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.Xml;
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
