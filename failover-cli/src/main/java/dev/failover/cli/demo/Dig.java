package dev.failover.cli.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks one DNS server, past every cache, as {@code dig @server} does. */
public final class Dig {

    private final SimpleResolver resolver;

    public Dig(String host, int port) {
        this.resolver = new SimpleResolver(new InetSocketAddress(host, port));
        resolver.setTimeout(Duration.ofSeconds(2));
    }

    /** The addresses that a name has now, in the server's order; none when it has none or nobody answers. */
    public List<String> addresses(String name) {
        try {
            Message answer =
                    resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN)));
            return answer.getSection(Section.ANSWER).stream()
                    .map(Record::rdataToString)
                    .toList();
        } catch (TextParseException e) {
            throw new IllegalArgumentException(name + " is no DNS name", e);
        } catch (IOException e) {
            return List.of();
        }
    }
}
