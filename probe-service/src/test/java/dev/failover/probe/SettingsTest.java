package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.Check;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void hasDefaultsForAllButKafkaAndTheLocation() {
        Settings settings = Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "LOCATION", "eu-west-1a"));

        assertThat(settings.location()).isEqualTo("eu-west-1a");
        assertThat(settings.httpPort()).isEqualTo(8081);
        assertThat(settings.maxInFlight()).isEqualTo(2_000);
    }

    @Test
    void namesEveryProblem() {
        assertThatThrownBy(() -> Settings.fromEnv(Map.of("HTTP_PORT", "70000", "MAX_CHECKS_IN_FLIGHT", "0")))
                .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS is required")
                .hasMessageContaining("LOCATION is required")
                .hasMessageContaining("HTTP_PORT must be a whole number 1..65535, was '70000'")
                .hasMessageContaining("MAX_CHECKS_IN_FLIGHT must be a whole number 1..50000, was '0'");
    }

    @Test
    void aLocationIsAName() {
        assertThatThrownBy(() ->
                        Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "LOCATION", "Europe/West")))
                .hasMessageContaining("LOCATION must be 1 to 63 of a-z, 0-9 and inner hyphens, was 'Europe/West'");
    }

    @Test
    void readsTheCanaries() {
        assertThat(canaries("tcp://10.0.0.1:53, https://example.com/robots.txt"))
                .extracting(check -> check.host() + " " + check.port())
                .containsExactly("10.0.0.1 53", "example.com 443");
        assertThat(Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "LOCATION", "a"))
                        .canaries())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:53", "tcp://10.0.0.1", "udp://10.0.0.1:53", "http://", "tcp://a:1,,tcp://b:2"})
    void refusesWhatIsNoCanary(String list) {
        assertThatThrownBy(() -> canaries(list)).hasMessageContaining("CANARIES must be 1 to 16 of tcp://host:port");
    }

    @Test
    @DisplayName("scenario 65: a canary's password is refused and not repeated")
    void doesNotRepeatACanarysPassword() {
        assertThatThrownBy(() -> canaries("https://ana:hunter2@example.com"))
                .hasMessageContaining("CANARIES must be")
                .hasMessageNotContaining("hunter2");
    }

    private static List<Check> canaries(String list) {
        return Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "LOCATION", "a", "CANARIES", list))
                .canaries();
    }

    @Test
    @DisplayName("scenario 65: no: no secret is shown")
    void showsNoSecret() {
        Settings settings = Settings.fromEnv(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "LOCATION", "a",
                "ES_PASSWORD", "hunter2",
                "KAFKA_CLIENT_SASL_JAAS_CONFIG", "password=hunter2"));

        assertThat(settings.toString()).contains("sasl.jaas.config=[hidden]").doesNotContain("hunter2");
    }
}
