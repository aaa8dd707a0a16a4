package dev.failover.dns.steering;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.NameServer;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.event.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What anybody can see of a zone: its name servers, and what they answer. No API of a DNS service is called. */
public final class PublicZone {

    /** In the zone's fence: the sets beside it were made by {@code failover steering apply}. */
    public static final String PROVIDED = " steering=on";

    private static final int DNS_PORT = 53;
    private static final Duration FENCE_TTL = Duration.ofSeconds(60);

    private final Optional<List<InetSocketAddress>> instead;

    /**
     * All zones.
     *
     * @param instead to ask these, whoever the zone's own are; empty list: nobody
     */
    public PublicZone(Optional<List<InetSocketAddress>> instead) {
        this.instead = instead;
    }

    /** The host names of the name servers of a record's zone, by the NS records above it. */
    List<String> nameServers(DnsRecord record) {
        return nameServersAbove(record.name());
    }

    private static List<String> nameServersAbove(String name) {
        try {
            for (Name at = Name.fromString(name, Name.root); at.labels() > 2; at = new Name(at, 1)) {
                Record[] found = new Lookup(at, Type.NS).run();
                if (found != null && found.length > 0) {
                    return Arrays.stream(found)
                            .filter(NSRecord.class::isInstance)
                            .map(record -> ((NSRecord) record).getTarget().toString(true))
                            .toList();
                }
            }
            throw new DnsProviderException(Kind.UNCERTAIN, "the name servers of " + name + " cannot be found");
        } catch (TextParseException e) {
            throw new DnsProviderException(Kind.DENIED, name + " is no name", e);
        }
    }

    /** The record and its fence as the first name server that answers has them. */
    Found find(DnsRecord record) {
        List<InetSocketAddress> servers = instead.orElseGet(() -> nameServersAbove(record.name()).stream()
                .map(host -> InetSocketAddress.createUnresolved(host, DNS_PORT))
                .toList());
        String silence = "no name server may be asked where " + record.name() + " is";
        for (InetSocketAddress server : servers) {
            try {
                return find(new NameServer(server), record);
            } catch (IOException e) {
                silence = server.getHostString() + " does not answer: " + e.getMessage();
            }
        }
        throw new DnsProviderException(servers.isEmpty() ? Kind.DENIED : Kind.UNCERTAIN, silence);
    }

    private static Found find(NameServer server, DnsRecord record) throws IOException {
        Set<String> fence = server.answer(record.fenceName(), Type.TXT);
        Set<String> values =
                server.answer(record.name(), Type.value(record.type().name()));
        boolean provided = fence.size() == 1 && fence.iterator().next().endsWith(PROVIDED);
        if (!provided || values.isEmpty()) {
            return new Found(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(record.name() + " has no sets for steering; `failover steering apply` makes them"));
        }
        return new Found(
                Optional.of(new RecordSnapshot(Target.of(values.toArray(String[]::new)), record.ttl())),
                Optional.of(new FenceSnapshot(fence.iterator().next(), FENCE_TTL)),
                Optional.empty());
    }
}
