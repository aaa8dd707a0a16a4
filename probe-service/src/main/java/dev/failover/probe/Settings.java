package dev.failover.probe;

import dev.failover.kafka.KafkaSettings;
import dev.failover.service.SettingsReader;
import java.util.Map;

/**
 * The probe-service's settings.
 *
 * @param location where this instance runs: instances of one location share the services, and have one vote together
 * @param maxInFlight the most checks at a time; a check beyond it starts late
 * @param secrets where the checks' secrets are read from
 */
public record Settings(KafkaSettings kafka, int httpPort, String location, int maxInFlight, Secrets secrets) {

    /**
     * Reads them all.
     *
     * @throws SettingsReader.BadSettingsException naming every problem
     */
    public static Settings fromEnv(Map<String, String> env) {
        SettingsReader reader = new SettingsReader(env);
        reader.required("LOCATION");
        Settings settings = new Settings(
                KafkaSettings.read(reader),
                reader.port("HTTP_PORT", 8081),
                reader.name("LOCATION", ""),
                reader.wholeNumber("MAX_CHECKS_IN_FLIGHT", 2_000, 1, 50_000),
                new Secrets(env));
        reader.refuseIfWrong();
        return settings;
    }
}
