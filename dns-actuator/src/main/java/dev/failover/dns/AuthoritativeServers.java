package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.dns.plan.Values;
import dev.failover.event.DnsRecord;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Asks over UDP and over TCP, past every cache: the fence's TXT, and the record's values. A server counts when both ways
 * answer as planned: resolvers use either (RFC 7766). An alias is told by its fence alone, as its answer is another name's
 * addresses.
 */
final class AuthoritativeServers implements NameServers {

    private static final int DNS_PORT = 53;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

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
        List<InetSocketAddress> servers =
                instead.orElseGet(() -> ofZone.computeIfAbsent(record.zone(), this::serversOfZone));
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

    private List<InetSocketAddress> serversOfZone(String zone) {
        return provider.nameServers(zone).stream()
                .map(name -> InetSocketAddress.createUnresolved(name, DNS_PORT))
                .toList();
    }

    private static Optional<String> complaint(
            InetSocketAddress server, DnsRecord record, RecordSnapshot planned, FenceSnapshot fence)
            throws IOException {
        SimpleResolver resolver = resolver(server);
        Optional<String> overUdp = complaint(resolver, record, planned, fence);
        if (overUdp.isPresent()) {
            return overUdp;
        }
        resolver.setTCP(true);
        try {
            return complaint(resolver, record, planned, fence).map(says -> "over TCP " + says);
        } catch (IOException e) {
            throw new IOException("over TCP " + e.getMessage(), e);
        }
    }

    private static Optional<String> complaint(
            SimpleResolver resolver, DnsRecord record, RecordSnapshot planned, FenceSnapshot fence) throws IOException {
        Set<String> texts = answer(resolver, record.fenceName(), Type.TXT);
        if (!texts.equals(Set.of(fence.text()))) {
            return Optional.of("has the fence " + texts);
        } else if (planned.target().aliasTarget().isPresent()) {
            return Optional.empty();
        }
        Set<String> values =
                answer(resolver, record.name(), Type.value(record.type().name()));
        Set<String> wanted = Values.alike(record.type(), planned.target().values());
        return Values.alike(record.type(), values).equals(wanted)
                ? Optional.empty()
                : Optional.of("answers " + values + ", not " + wanted
                        + planned.caveat().map(caveat -> "; " + caveat).orElse(""));
    }

    /** Looked up anew each time: a name server's address may change. */
    private static SimpleResolver resolver(InetSocketAddress server) throws IOException {
        InetSocketAddress address = new InetSocketAddress(server.getHostString(), server.getPort());
        if (address.isUnresolved()) {
            throw new IOException("its address cannot be found");
        }
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(ANSWER_LIMIT);
        return resolver;
    }

    private static Set<String> answer(SimpleResolver resolver, String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
        // Authoritative servers are asked for what they hold, not to look anything up.
        query.getHeader().unsetFlag(Flags.RD);
        Message answer = resolver.send(query);
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            throw new IOException("it says " + Rcode.string(answer.getRcode()));
        }
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .map(AuthoritativeServers::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Record record) {
        return record instanceof TXTRecord txt ? String.join("", txt.getStrings()) : record.rdataToString();
    }
}
