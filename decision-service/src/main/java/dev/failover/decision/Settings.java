package dev.failover.decision;

import dev.failover.decision.core.Fleet;
import dev.failover.kafka.KafkaSettings;
import dev.failover.service.SettingsReader;
import java.time.Duration;
import java.util.Map;

/**
 * The decision-service's settings.
 *
 * @param tick how often every service is judged when nothing is heard of it
 * @param brake when so many services turn bad at once that a person has to look first
 */
public record Settings(KafkaSettings kafka, int httpPort, Duration tick, Fleet.Rule brake) {

    /** The tick where nothing else is set. */
    public static final Duration TICK = Duration.ofMillis(250);

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
                reader.duration("TICK", TICK, Duration.ofMillis(20), Duration.ofSeconds(10)),
                new Fleet.Rule(
                        reader.wholeNumber("FLEET_BRAKE_PERCENT", 30, 1, 100) / 100.0,
                        reader.wholeNumber("FLEET_BRAKE_AT_LEAST", 5, 2, 100_000),
                        reader.duration(
                                "FLEET_BRAKE_WINDOW",
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1))));
        reader.refuseIfWrong();
        return settings;
    }
}
