package dev.failover.event;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The record set that a service moves. The zone is an id, never a name: a private and a public zone may share a name.
 *
 * @param zone hosted zone id, for Route 53 {@code Z…}
 * @param name fully qualified, stored in lower case and without the trailing dot
 * @param ttl whole seconds, 1 s to 7 d; an alias record takes its target's instead
 */
public record DnsRecord(String zone, String name, RecordType type, Duration ttl) {

    public enum RecordType {
        A,
        AAAA,
        CNAME
    }

    private static final Pattern NAME =
            Pattern.compile("(\\*\\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public DnsRecord {
        Require.text("record.zone", zone);
        name = normalise(Require.text("record.name", name));
        Require.that(NAME.matcher(name).matches(), "record.name", "must be a fully qualified DNS name", name);
        Require.that(
                name.length() <= 255 - "_failover.".length(), "record.name", "must leave room for its fence", name);
        Require.present("record.type", type);
        Require.positive("record.ttl", ttl);
        Require.that(ttl.equals(Duration.ofSeconds(ttl.toSeconds())), "record.ttl", "must be whole seconds", ttl);
        Require.between("record.ttl seconds", 1, 604_800, ttl.toSeconds());
    }

    /** The name of the TXT record that says who wrote this record last. */
    public String fenceName() {
        return "_failover." + (name.startsWith("*.") ? "wildcard." + name.substring(2) : name);
    }

    /** Lower case, no trailing dot (RFC 4343: names compare without case). */
    public static String normalise(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
