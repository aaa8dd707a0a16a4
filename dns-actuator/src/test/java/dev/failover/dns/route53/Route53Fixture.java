package dev.failover.dns.route53;

import dev.failover.dns.Aws;
import dev.failover.dns.DnsProvider;
import dev.failover.dns.ZoneFixture;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.route53.model.RRType;

/** A zone of Route 53 on this machine. */
final class Route53Fixture implements ZoneFixture {

    private final Aws aws = new Aws();
    private final Route53Provider provider = aws.provider();

    @Override
    public DnsProvider provider() {
        return provider;
    }

    @Override
    public String domain() {
        return "example.com";
    }

    @Override
    public DnsRecord record(String name, RecordType type) {
        return new DnsRecord(aws.zone, name, type, Duration.ofSeconds(30));
    }

    @Override
    public DnsRecord elsewhere() {
        return new DnsRecord("Z0NOWHERE", "es.example.com", RecordType.A, Duration.ofSeconds(30));
    }

    @Override
    public void put(String name, RecordType type, long ttl, String... values) {
        aws.put(name, RRType.fromValue(type.name()), ttl, values);
    }

    @Override
    public void putText(String name, String text) {
        aws.put(name, RRType.TXT, "\"" + text + "\"");
    }

    @Override
    public void delete(String name, RecordType type) {
        aws.delete(name, RRType.fromValue(type.name()));
    }

    @Override
    public Set<String> values(String name, RecordType type) {
        return Set.copyOf(aws.values(escaped(name), RRType.fromValue(type.name())));
    }

    @Override
    public long ttl(String name, RecordType type) {
        return aws.set(escaped(name), RRType.fromValue(type.name()))
                .orElseThrow()
                .ttl();
    }

    @Override
    public Optional<String> text(String name) {
        return aws.values(escaped(name), RRType.TXT).stream()
                .map(FenceText::read)
                .findFirst();
    }

    private static String escaped(String name) {
        return name.replace("*", "\\052");
    }

    @Override
    public List<InetSocketAddress> nameServers() {
        return List.of(aws.dns());
    }

    @Override
    public void loseNextAnswer() {
        aws.fault("ChangeResourceRecordSets", "lose-answer", 1);
    }

    @Override
    public void close() {
        provider.close();
        aws.close();
    }
}
