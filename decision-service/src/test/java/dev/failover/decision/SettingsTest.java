package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void hasDefaultsForAllButKafka() {
        Settings settings = Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"));

        assertThat(settings.httpPort()).isEqualTo(8082);
        assertThat(settings.tick()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void namesEveryProblem() {
        assertThatThrownBy(() -> Settings.fromEnv(Map.of("HTTP_PORT", "x", "TICK", "1h")))
                .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS is required")
                .hasMessageContaining("HTTP_PORT must be a whole number 1..65535, was 'x'")
                .hasMessageContaining("TICK must be a duration 20ms..10s");
    }

    @Test
    @DisplayName("scenario 65: no secret is shown")
    void showsNoSecret() {
        Settings settings = Settings.fromEnv(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "KAFKA_CLIENT_SASL_JAAS_CONFIG", "password=hunter2"));

        assertThat(settings.toString()).contains("sasl.jaas.config=[hidden]").doesNotContain("hunter2");
    }
}
