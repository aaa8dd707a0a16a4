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
import java.util.Optional;
import java.util.function.Function;

/**
 * All DNS providers as one, once for each use: the uses share what may be asked of a provider by their rank. Steering asks
 * Kafka alone, and has no gates.
 */
final class ProviderAccess implements AutoCloseable {

    private final Route53Provider route53;
    private final Optional<Rfc2136Provider> rfc2136;
    private final SteeringProvider steering;
    private final Gates gates;

    ProviderAccess(Settings settings, Gates gates, KafkaClients clients, Clock clock) {
        this.route53 = new Route53Provider(settings.aws());
        this.rfc2136 = settings.rfc2136().map(Rfc2136Provider::new);
        this.steering = new SteeringProvider(
                new SteeringLog(clients, "dns-actuator/" + settings.owner(), clock),
                new PublicZone(settings.nameServers()),
                clock);
        this.gates = gates;
    }

    DnsProvider toMove() {
        return through(ProviderGates::failover);
    }

    DnsProvider toVerify() {
        return through(ProviderGates::verification);
    }

    DnsProvider toScan() {
        return through(ProviderGates::scan);
    }

    /** What is not set up is refused with the settings that it needs. */
    private DnsProvider through(Function<ProviderGates, Gate> gate) {
        Map<DnsRecord.Provider, DnsProvider> setUp = new EnumMap<>(DnsRecord.Provider.class);
        setUp.put(DnsRecord.Provider.ROUTE_53, route53.through(gate.apply(gates.of(DnsRecord.Provider.ROUTE_53))));
        rfc2136.ifPresent(provider -> setUp.put(
                DnsRecord.Provider.RFC_2136, provider.through(gate.apply(gates.of(DnsRecord.Provider.RFC_2136)))));
        setUp.put(DnsRecord.Provider.STEERING, steering);
        return new Providers(setUp, Map.of(DnsRecord.Provider.RFC_2136, Rfc2136Settings.NAMES));
    }

    @Override
    public void close() {
        route53.close();
    }
}
