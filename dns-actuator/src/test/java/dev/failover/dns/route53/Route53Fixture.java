package dev.failover.dns.route53;

import dev.failover.dns.ZoneFixture;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.route53.model.RRType;

/** A zone of Route 53, wherever that is. */
abstract class Route53Fixture implements ZoneFixture {

    private final String zone;
    private final Route53ByHand byHand;

    Route53Fixture(String zone, Route53ByHand byHand) {
        this.zone = zone;
        this.byHand = byHand;
    }

    @Override
    public DnsRecord record(String name, RecordType type) {
        return new DnsRecord(zone, name, type, Duration.ofSeconds(30));
    }

    @Override
    public DnsRecord elsewhere() {
        return new DnsRecord("Z0NOWHERE", "es.example.com", RecordType.A, Duration.ofSeconds(30));
    }

    @Override
    public void put(String name, RecordType type, long ttl, String... values) {
        byHand.put(name, RRType.fromValue(type.name()), ttl, values);
    }

    @Override
    public void putText(String name, String text) {
        byHand.put(name, RRType.TXT, 60, "\"" + text + "\"");
    }

    @Override
    public void delete(String name, RecordType type) {
        byHand.delete(name, RRType.fromValue(type.name()));
    }

    @Override
    public Set<String> values(String name, RecordType type) {
        return Set.copyOf(byHand.values(name, RRType.fromValue(type.name())));
    }

    @Override
    public long ttl(String name, RecordType type) {
        return byHand.set(name, RRType.fromValue(type.name())).orElseThrow().ttl();
    }

    @Override
    public Optional<String> text(String name) {
        return byHand.values(name, RRType.TXT).stream().map(FenceText::read).findFirst();
    }
}
