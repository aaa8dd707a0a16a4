package dev.failover.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
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

/** One authoritative name server, asked over UDP, and over TCP where its answer was truncated. */
public final class NameServer {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private final SimpleResolver resolver;

    /**
     * Its address is looked up anew each time: it may change.
     *
     * @throws IOException when the address cannot be found
     */
    public NameServer(InetSocketAddress server) throws IOException {
        InetSocketAddress address = new InetSocketAddress(server.getHostString(), server.getPort());
        if (address.isUnresolved()) {
            throw new IOException("its address cannot be found");
        }
        resolver = new SimpleResolver(address);
        resolver.setTimeout(ANSWER_LIMIT);
    }

    /** The same server, asked over TCP only. */
    NameServer overTcp() {
        resolver.setTCP(true);
        return this;
    }

    /**
     * The values that it has of a name and type; a TXT record's as one text, without quotes.
     *
     * @param type as dnsjava numbers them
     * @throws IOException when it gives no answer, or an error
     */
    public Set<String> answer(String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
        // Authoritative servers are asked for what they hold, not to look anything up.
        query.getHeader().unsetFlag(Flags.RD);
        Message answer = resolver.send(query);
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            throw new IOException("it says " + Rcode.string(answer.getRcode()));
        }
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .map(NameServer::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Record record) {
        return record instanceof TXTRecord txt ? String.join("", txt.getStrings()) : record.rdataToString();
    }
}
