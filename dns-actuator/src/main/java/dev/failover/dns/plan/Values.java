package dev.failover.dns.plan;

import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.xbill.DNS.Address;

/** Values of a record in one spelling, so that they compare as DNS compares them. */
public final class Values {

    private Values() {}

    /** Names in lower case without the trailing dot, IPv6 addresses without their short forms (scenario 53). */
    public static Set<String> alike(RecordType type, Collection<String> values) {
        return values.stream()
                .map(value -> type == RecordType.AAAA ? ipv6(value) : DnsRecord.normalise(value))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether two targets are one to those who ask. The zone and the health setting of an alias change no answer's place,
     * and the console puts {@code dualstack.} before a load balancer's name.
     */
    public static boolean sameAnswer(RecordType type, Target wanted, Target found) {
        if (wanted.aliasTarget().isPresent() && found.aliasTarget().isPresent()) {
            return withoutPrefix(wanted.aliasTarget().get().name())
                    .equals(withoutPrefix(found.aliasTarget().get().name()));
        }
        return wanted.aliasTarget().isEmpty()
                && found.aliasTarget().isEmpty()
                && alike(type, wanted.values()).equals(alike(type, found.values()));
    }

    private static String withoutPrefix(String name) {
        return name.startsWith("dualstack.") ? name.substring("dualstack.".length()) : name;
    }

    private static String ipv6(String value) {
        byte[] address = Address.toByteArray(value, Address.IPv6);
        if (address == null) {
            return value.toLowerCase(Locale.ROOT);
        }
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of " + address.length + " bytes", e);
        }
    }
}
