package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
    @DisplayName("scenario 65: no secret is shown")
    void showsNoSecret() {
        Settings settings = Settings.fromEnv(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "LOCATION", "a",
                "ES_PASSWORD", "hunter2",
                "KAFKA_CLIENT_SASL_JAAS_CONFIG", "password=hunter2"));

        assertThat(settings.toString()).contains("sasl.jaas.config=[hidden]").doesNotContain("hunter2");
    }
}
