package dev.failover.dns;

import dev.failover.kafka.KafkaSettings;
import dev.failover.service.AwsSettings;
import dev.failover.service.SettingsReader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dns-actuator's settings.
 *
 * @param owner the deployment whose fences are ours
 * @param dryRun plan everything, change nothing
 * @param nameServers to ask instead of the zone's own; empty list: ask nobody
 * @param confirmFirstDelay before the first look whether a change is in sync; doubles up to 8 s
 * @param confirmLimit how long a change may take until it counts as failed
 * @param maxDecisionAge an older decision is refused (scenario 40), and a record that old is passed over (scenario 41)
 */
public record Settings(
        KafkaSettings kafka,
        int httpPort,
        String owner,
        boolean dryRun,
        Optional<List<InetSocketAddress>> nameServers,
        Duration confirmFirstDelay,
        Duration confirmLimit,
        Duration maxDecisionAge,
        AwsSettings aws) {

    /**
     * Reads them all.
     *
     * @throws SettingsReader.BadSettingsException naming every problem
     */
    public static Settings fromEnv(Map<String, String> env) {
        SettingsReader reader = new SettingsReader(env);
        Settings settings = new Settings(
                KafkaSettings.read(reader),
                reader.port("HTTP_PORT", 8083),
                reader.name("OWNER", "failover"),
                reader.flag("DRY_RUN", false),
                reader.read(
                        "DNS_NAME_SERVERS",
                        Optional.empty(),
                        "must be host:port, comma separated, or none",
                        Settings::servers),
                reader.duration(
                        "CONFIRM_FIRST_DELAY", Duration.ofMillis(500), Duration.ofMillis(10), Duration.ofMinutes(1)),
                reader.duration("CONFIRM_LIMIT", Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofHours(24)),
                reader.duration("MAX_DECISION_AGE", Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofDays(1)),
                AwsSettings.read(reader, "ROUTE_53"));
        reader.refuseIfWrong();
        return settings;
    }

    private static Optional<List<InetSocketAddress>> servers(String text) {
        List<InetSocketAddress> servers = new ArrayList<>();
        if (!text.equals("none")) {
            for (String server : text.split(",", -1)) {
                int colon = server.lastIndexOf(':');
                if (colon < 1 || server.substring(0, colon).isBlank()) {
                    throw new IllegalArgumentException(server);
                }
                // Looked up when asked: a container's address may change.
                servers.add(InetSocketAddress.createUnresolved(
                        server.substring(0, colon).strip(),
                        Integer.parseInt(server.substring(colon + 1).strip())));
            }
        }
        return Optional.of(List.copyOf(servers));
    }
}
