package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.dns.plan.Values;
import dev.failover.event.DnsRecord;
import dev.failover.event.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.Type;

/**
 * Asks over UDP and over TCP, past every cache: the fence's TXT where it is in the zone, and the record's values. A server
 * counts when both ways answer as planned: resolvers use either (RFC 7766). In a gradual move either endpoint's answer is
 * as planned. An alias is told by its fence alone, as its answer is another name's addresses.
 */
final class AuthoritativeServers implements NameServers {

    private static final int DNS_PORT = 53;

    private final DnsProvider provider;
    private final Optional<List<InetSocketAddress>> instead;
    private final ConcurrentHashMap<String, List<InetSocketAddress>> ofZone = new ConcurrentHashMap<>();

    /**
     * The servers of every zone.
     *
     * @param instead to ask these for all zones, whatever the provider says
     */
    AuthoritativeServers(DnsProvider provider, Optional<List<InetSocketAddress>> instead) {
        this.provider = provider;
        this.instead = instead;
    }

    @Override
    public Answer ask(DnsRecord record, RecordSnapshot planned, FenceSnapshot fence) {
        List<InetSocketAddress> servers = servers(record);
        List<String> asPlanned = new ArrayList<>();
        List<String> otherwise = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            try {
                complaint(server, record, planned, fence)
                        .ifPresentOrElse(
                                says -> otherwise.add(server.getHostString() + " " + says),
                                () -> asPlanned.add(server.getHostString()));
            } catch (IOException e) {
                silent.add(server.getHostString() + " does not answer: " + e.getMessage());
            }
        }
        return new Answer(asPlanned, otherwise, silent);
    }

    /** What each answers, whatever was planned; over UDP. */
    List<Sight.Server> said(DnsRecord record) {
        return servers(record).stream().map(server -> said(server, record)).toList();
    }

    private static Sight.Server said(InetSocketAddress address, DnsRecord record) {
        String name = address.getHostString();
        try {
            NameServer server = new NameServer(address);
            return new Sight.Server(
                    name,
                    server.answer(record.name(), Type.value(record.type().name())),
                    server.answer(record.fenceName(), Type.TXT),
                    Optional.empty());
        } catch (IOException e) {
            return new Sight.Server(name, Set.of(), Set.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private List<InetSocketAddress> servers(DnsRecord record) {
        return instead.orElseGet(() -> ofZone.computeIfAbsent(record.zone(), zone -> serversOfZone(record)));
    }

    private List<InetSocketAddress> serversOfZone(DnsRecord record) {
        return provider.nameServers(record).stream()
                .map(name -> InetSocketAddress.createUnresolved(name, DNS_PORT))
                .toList();
    }

    private Optional<String> complaint(
            InetSocketAddress address, DnsRecord record, RecordSnapshot planned, FenceSnapshot fence)
            throws IOException {
        Optional<String> overUdp = complaint(new NameServer(address), record, planned, fence);
        if (overUdp.isPresent()) {
            return overUdp;
        }
        try {
            return complaint(new NameServer(address).overTcp(), record, planned, fence)
                    .map(says -> "over TCP " + says);
        } catch (IOException e) {
            throw new IOException("over TCP " + e.getMessage(), e);
        }
    }

    private Optional<String> complaint(NameServer server, DnsRecord record, RecordSnapshot planned, FenceSnapshot fence)
            throws IOException {
        if (provider.fencesInZone(record)) {
            Set<String> texts = server.answer(record.fenceName(), Type.TXT);
            if (!texts.equals(Set.of(fence.text()))) {
                return Optional.of("has the fence " + texts);
            }
        }
        List<Target> targets = planned.targets();
        if (targets.stream().anyMatch(target -> target.aliasTarget().isPresent())) {
            return Optional.empty();
        }
        Set<String> values =
                server.answer(record.name(), Type.value(record.type().name()));
        List<Set<String>> wanted = targets.stream()
                .map(target -> Values.alike(record.type(), target.values()))
                .toList();
        return wanted.contains(Values.alike(record.type(), values))
                ? Optional.empty()
                : Optional.of("answers " + values + ", not "
                        + String.join(" or ", wanted.stream().map(Set::toString).toList())
                        + planned.caveat().map(caveat -> "; " + caveat).orElse(""));
    }
}
