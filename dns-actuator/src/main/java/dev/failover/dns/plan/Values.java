package dev.failover.dns.plan;

import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
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
