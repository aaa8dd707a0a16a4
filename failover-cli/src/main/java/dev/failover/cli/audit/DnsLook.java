package dev.failover.cli.audit;

import dev.failover.event.DnsRecord;
import dev.failover.event.ServiceSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks DNS for a service's name and for the names that its endpoints' targets are. */
final class DnsLook {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Resolver resolver;

    /**
     * A look.
     *
     * @param server empty for the resolvers of this machine
     */
    DnsLook(Optional<InetSocketAddress> server) throws IOException {
        this.resolver = server.isPresent() ? new SimpleResolver(server.get()) : new ExtendedResolver();
        this.resolver.setTimeout(LIMIT);
    }

    List<TimesToLive.Answered> at(ServiceSpec spec) {
        Map<String, String> asked = new LinkedHashMap<>();
        DnsRecord record = spec.record();
        asked.put(record.name(), record.type().name());
        spec.endpoints().forEach(endpoint -> {
            endpoint.target()
                    .aliasTarget()
                    .ifPresent(alias ->
                            asked.putIfAbsent(alias.name(), record.type().name()));
            if (record.type() == DnsRecord.RecordType.CNAME) {
                endpoint.target().values().forEach(name -> asked.putIfAbsent(DnsRecord.normalise(name), "A"));
            }
        });
        List<TimesToLive.Answered> answers = new ArrayList<>();
        asked.forEach((name, type) -> answers.add(ask(name, type)));
        return answers;
    }

    private TimesToLive.Answered ask(String name, String type) {
        try {
            Record question = Record.newRecord(Name.fromString(name + "."), Type.value(type), DClass.IN);
            Message answer = resolver.send(Message.newQuery(question));
            List<TimesToLive.Seen> seen = answer.getSection(Section.ANSWER).stream()
                    .filter(found -> found.getType() != Type.RRSIG)
                    .map(found -> new TimesToLive.Seen(
                            found.getName().toString(true).toLowerCase(Locale.ROOT),
                            Type.string(found.getType()),
                            Duration.ofSeconds(found.getTTL())))
                    .distinct()
                    .toList();
            return new TimesToLive.Answered(name, seen, Rcode.string(answer.getRcode()));
        } catch (TextParseException e) {
            return new TimesToLive.Answered(name, List.of(), "it is no name that can be asked for");
        } catch (IOException e) {
            return new TimesToLive.Answered(name, List.of(), "no answer within " + LIMIT.toSeconds() + " s");
        }
    }
}
