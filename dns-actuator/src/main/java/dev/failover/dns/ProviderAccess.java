package dev.failover.dns;

import dev.failover.dns.rfc2136.Rfc2136Provider;
import dev.failover.dns.rfc2136.Rfc2136Settings;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.dns.steering.PublicZone;
import dev.failover.dns.steering.SteeringLog;
import dev.failover.dns.steering.SteeringProvider;
import dev.failover.event.DnsRecord;
import dev.failover.kafka.KafkaClients;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;

/** All DNS providers as one, once for each use: only Route 53 has a quota to wait for, which its uses share by their rank. */
final class ProviderAccess implements AutoCloseable {

    private final Route53Provider route53;
    private final Map<DnsRecord.Provider, DnsProvider> others;
    private final Gates gates;

    ProviderAccess(Settings settings, Gates gates, KafkaClients clients, Clock clock) {
        this.route53 = new Route53Provider(settings.aws());
        this.others = others(settings, clients, clock);
        this.gates = gates;
    }

    private static Map<DnsRecord.Provider, DnsProvider> others(Settings settings, KafkaClients clients, Clock clock) {
        Map<DnsRecord.Provider, DnsProvider> others = new EnumMap<>(DnsRecord.Provider.class);
        settings.rfc2136().ifPresent(rfc2136 -> others.put(DnsRecord.Provider.RFC_2136, new Rfc2136Provider(rfc2136)));
        SteeringLog log = new SteeringLog(clients, "dns-actuator/" + settings.owner(), clock);
        others.put(
                DnsRecord.Provider.STEERING, new SteeringProvider(log, new PublicZone(settings.nameServers()), clock));
        return others;
    }

    DnsProvider toMove() {
        return through(gates.failover());
    }

    DnsProvider toVerify() {
        return through(gates.verification());
    }

    DnsProvider toScan() {
        return through(gates.scan());
    }

    /** What is not set up is refused with the settings that it needs. */
    private DnsProvider through(Gate gate) {
        Map<DnsRecord.Provider, DnsProvider> setUp = new EnumMap<>(others);
        setUp.put(DnsRecord.Provider.ROUTE_53, route53.through(gate));
        return new Providers(setUp, Map.of(DnsRecord.Provider.RFC_2136, Rfc2136Settings.NAMES));
    }

    @Override
    public void close() {
        route53.close();
    }
}
