package dev.failover.dns;

import dev.failover.dns.rfc2136.Rfc2136Settings;
import dev.failover.event.DnsRecord;
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
 * @param rates how much may be asked of each DNS provider that can be asked too much
 * @param permissionTestInterval from one test of our own permissions to the next; zero: none
 * @param rfc2136 where records are moved by dynamic updates; empty: nowhere
 * @param steeringPort where this process says where the names shall be; 0: nowhere
 * @param driftInterval from one look at all records for what others changed to the next; zero: none (scenario 60)
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
        Map<DnsRecord.Provider, Quota.Rates> rates,
        Duration permissionTestInterval,
        Duration driftInterval,
        AwsSettings aws,
        Optional<Rfc2136Settings> rfc2136,
        int steeringPort) {

    static final String OWNER = "failover";

    /** Half of what an account was allowed until 2026: the console and everybody else have the other half. */
    private static final double REQUESTS_A_SECOND = 2.5;

    /** Some 20 connections a second are little for a name server, and many for us: one reads all records of a zone. */
    private static final double PRIMARY_REQUESTS_A_SECOND = 20;

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
                reader.name("OWNER", OWNER),
                reader.flag("DRY_RUN", false),
                nameServers(reader),
                reader.duration(
                        "CONFIRM_FIRST_DELAY", Duration.ofMillis(500), Duration.ofMillis(10), Duration.ofMinutes(1)),
                reader.duration("CONFIRM_LIMIT", Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofHours(24)),
                reader.duration("MAX_DECISION_AGE", Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofDays(1)),
                Map.of(DnsRecord.Provider.ROUTE_53, route53(reader), DnsRecord.Provider.RFC_2136, rfc2136(reader)),
                reader.duration("PERMISSION_TEST_INTERVAL", Duration.ofHours(1), Duration.ZERO, Duration.ofDays(7)),
                reader.duration("DRIFT_INTERVAL", Duration.ofMinutes(1), Duration.ZERO, Duration.ofDays(1)),
                AwsSettings.read(reader, "ROUTE_53"),
                Rfc2136Settings.read(reader),
                reader.wholeNumber("STEERING_PORT", 0, 0, 65_535));
        reader.refuseIfWrong();
        return settings;
    }

    private static Quota.Rates route53(SettingsReader reader) {
        return new Quota.Rates(
                rate(reader, "ROUTE53_REQUESTS_PER_SECOND", REQUESTS_A_SECOND),
                reader.wholeNumber("ROUTE53_REQUESTS_BURST", 10, 1, 1_000),
                rate(reader, "ROUTE53_CHANGES_PER_SECOND", 2));
    }

    /** A change is a request like any other: the primary is the operator's own. */
    private static Quota.Rates rfc2136(SettingsReader reader) {
        double requests = rate(reader, "RFC2136_REQUESTS_PER_SECOND", PRIMARY_REQUESTS_A_SECOND);
        return new Quota.Rates(requests, reader.wholeNumber("RFC2136_REQUESTS_BURST", 50, 1, 1_000), requests);
    }

    private static double rate(SettingsReader reader, String key, double byDefault) {
        return reader.read(key, byDefault, "must be a number 0.1..1000 such as 2.5", value -> {
            double rate = Double.parseDouble(value);
            if (!(rate >= 0.1 && rate <= 1_000)) {
                throw new IllegalArgumentException(value);
            }
            return rate;
        });
    }

    static Optional<List<InetSocketAddress>> nameServers(SettingsReader reader) {
        return reader.read(
                "DNS_NAME_SERVERS", Optional.empty(), "must be host:port, comma separated, or none", Settings::servers);
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
