package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
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
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the authoritative name servers themselves, past every cache, whether they answer as planned: the fence's TXT, and
 * the record's values. An alias is told by its fence alone, as its answer is another name's addresses.
 */
final class NameServers {

    private static final int DNS_PORT = 53;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private final DnsProvider provider;
    private final Optional<List<InetSocketAddress>> instead;
    private final ConcurrentHashMap<String, List<InetSocketAddress>> ofZone = new ConcurrentHashMap<>();

    NameServers(DnsProvider provider, Optional<List<InetSocketAddress>> instead) {
        this.provider = provider;
        this.instead = instead;
    }

    /** Which servers answer as planned, or which one does not and what it says. */
    record Answer(List<String> asPlanned, Optional<String> complaint) {}

    Answer ask(DnsRecord record, RecordSnapshot planned, FenceSnapshot fence) {
        List<InetSocketAddress> servers =
                instead.orElseGet(() -> ofZone.computeIfAbsent(record.zone(), this::serversOfZone));
        for (InetSocketAddress server : servers) {
            Optional<String> complaint = complaint(server, record, planned, fence);
            if (complaint.isPresent()) {
                return new Answer(List.of(), complaint);
            }
        }
        return new Answer(servers.stream().map(InetSocketAddress::getHostString).toList(), Optional.empty());
    }

    private List<InetSocketAddress> serversOfZone(String zone) {
        return provider.nameServers(zone).stream()
                .map(name -> InetSocketAddress.createUnresolved(name, DNS_PORT))
                .toList();
    }

    private static Optional<String> complaint(
            InetSocketAddress server, DnsRecord record, RecordSnapshot planned, FenceSnapshot fence) {
        try {
            SimpleResolver resolver =
                    new SimpleResolver(new InetSocketAddress(server.getHostString(), server.getPort()));
            resolver.setTimeout(ANSWER_LIMIT);
            Set<String> texts = answer(resolver, record.fenceName(), Type.TXT);
            if (!texts.equals(Set.of(fence.text()))) {
                return Optional.of(server.getHostString() + " has the fence " + texts);
            } else if (planned.target().aliasTarget().isPresent()) {
                return Optional.empty();
            }
            Set<String> values =
                    answer(resolver, record.name(), Type.value(record.type().name()));
            Set<String> wanted = planned.target().values().stream()
                    .map(DnsRecord::normalise)
                    .collect(Collectors.toCollection(TreeSet::new));
            return values.equals(wanted)
                    ? Optional.empty()
                    : Optional.of(server.getHostString() + " answers " + values + ", not " + wanted);
        } catch (IOException e) {
            return Optional.of(server.getHostString() + " does not answer: " + e.getMessage());
        }
    }

    private static Set<String> answer(SimpleResolver resolver, String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(absolute(name), type, DClass.IN));
        // Authoritative servers are asked for what they hold, not to look anything up.
        query.getHeader().unsetFlag(Flags.RD);
        return resolver.send(query).getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .map(NameServers::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Name absolute(String name) throws TextParseException {
        return Name.fromString(name, Name.root);
    }

    private static String text(Record record) {
        return record instanceof TXTRecord txt
                ? String.join("", txt.getStrings())
                : DnsRecord.normalise(record.rdataToString());
    }
}
