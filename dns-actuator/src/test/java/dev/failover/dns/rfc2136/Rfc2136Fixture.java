package dev.failover.dns.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.DnsProvider;
import dev.failover.dns.ZoneFixture;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.DnsRecord.Routing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A name of its own in the zone of a running name server. */
final class Rfc2136Fixture implements ZoneFixture {

    private static final AtomicInteger TESTS = new AtomicInteger();

    private final NameServerProcess server;
    private final Relay relay;
    private final Rfc2136Provider provider;
    private final String domain = "t" + TESTS.incrementAndGet() + "." + NameServerProcess.ZONE;

    Rfc2136Fixture(NameServerProcess server) throws IOException {
        this.server = server;
        this.relay = new Relay(server.address());
        this.provider = new Rfc2136Provider(new Rfc2136Settings(relay.address(), NameServerProcess.KEY));
    }

    Relay relay() {
        return relay;
    }

    @Override
    public DnsProvider provider() {
        return provider;
    }

    @Override
    public DnsProvider at(InetSocketAddress address) {
        return new Rfc2136Provider(new Rfc2136Settings(address, NameServerProcess.KEY));
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public DnsRecord record(String name, RecordType type) {
        return new DnsRecord(
                NameServerProcess.ZONE,
                name,
                type,
                Duration.ofSeconds(30),
                DnsRecord.Provider.RFC_2136,
                Routing.SIMPLE);
    }

    @Override
    public DnsRecord elsewhere() {
        return new DnsRecord(
                "example.org",
                "es.example.org",
                RecordType.A,
                Duration.ofSeconds(30),
                DnsRecord.Provider.RFC_2136,
                Routing.SIMPLE);
    }

    @Override
    public void put(String name, RecordType type, long ttl, String... values) {
        byHand(update -> {
            update.delete(name(name), Type.value(type.name()));
            for (String value : values) {
                update.add(name(name), Type.value(type.name()), ttl, value);
            }
        });
    }

    @Override
    public void putText(String name, String text) {
        byHand(update -> {
            update.delete(name(name), Type.TXT);
            update.add(name(name), Type.TXT, 60, "\"" + text + "\"");
        });
    }

    @Override
    public void delete(String name, RecordType type) {
        byHand(update -> update.delete(name(name), Type.value(type.name())));
    }

    private interface Edit {
        void on(Update update) throws IOException;
    }

    private void byHand(Edit edit) {
        try {
            Update update = new Update(name(NameServerProcess.ZONE));
            edit.on(update);
            SimpleResolver resolver = server.resolver();
            resolver.setTSIGKey(NameServerProcess.BY_HAND.tsig(Clock.systemUTC()));
            assertThat(Rcode.string(resolver.send(update).getRcode())).isEqualTo("NOERROR");
        } catch (IOException e) {
            throw new AssertionError("by hand", e);
        }
    }

    @Override
    public Set<String> values(String name, RecordType type) {
        return held(name, Type.value(type.name())).stream()
                .map(Record::rdataToString)
                .collect(Collectors.toSet());
    }

    @Override
    public long ttl(String name, RecordType type) {
        return held(name, Type.value(type.name())).get(0).getTTL();
    }

    @Override
    public Optional<String> text(String name) {
        return held(name, Type.TXT).stream()
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .findFirst();
    }

    private List<Record> held(String name, int type) {
        try {
            return server.resolver().send(NameServerProcess.query(name, type)).getSection(Section.ANSWER).stream()
                    .filter(record -> record.getType() == type)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    @Override
    public List<InetSocketAddress> nameServers() {
        return List.of(server.address());
    }

    @Override
    public void loseNextAnswer() {
        relay.spoilNextUpdate(Relay.LOSE);
    }

    private static Name name(String text) throws IOException {
        return Name.fromString(text, Name.root);
    }

    @Override
    public void close() {
        provider.close();
        relay.close();
    }
}
