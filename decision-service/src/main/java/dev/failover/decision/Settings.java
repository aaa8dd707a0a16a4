package dev.failover.decision;

import dev.failover.kafka.KafkaSettings;
import dev.failover.service.SettingsReader;
import java.time.Duration;
import java.util.Map;

/**
 * The decision-service's settings.
 *
 * @param tick how often every service is judged when nothing is heard of it
 */
public record Settings(KafkaSettings kafka, int httpPort, Duration tick) {

    /**
     * Reads them all.
     *
     * @throws SettingsReader.BadSettingsException naming every problem
     */
    public static Settings fromEnv(Map<String, String> env) {
        SettingsReader reader = new SettingsReader(env);
        Settings settings = new Settings(
                KafkaSettings.read(reader),
                reader.port("HTTP_PORT", 8082),
                reader.duration("TICK", Duration.ofMillis(250), Duration.ofMillis(20), Duration.ofSeconds(10)));
        reader.refuseIfWrong();
        return settings;
    }
}
