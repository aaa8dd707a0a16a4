package dev.failover.event;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The record that a service moves. With Route 53 the zone is an id, never a name: a private and a public zone may share a
 * name (scenario 54).
 *
 * @param zone hosted zone id, for Route 53 {@code Z…}; for RFC 2136 the zone's domain name, stored as {@code name} is
 * @param name fully qualified, stored in lower case and without the trailing dot
 * @param ttl whole seconds, 1 s to 7 d; an alias record takes its target's instead
 * @param provider who changes it; an event that does not say means Route 53
 * @param routing how it is made of record sets; an event that does not say means one simple set
 */
public record DnsRecord(String zone, String name, RecordType type, Duration ttl, Provider provider, Routing routing) {

    public enum RecordType {
        A,
        AAAA,
        CNAME
    }

    /** By which way a name is moved. */
    public enum Provider {
        /** Changes of the hosted zone, through Route 53's API. */
        ROUTE_53,
        /** Dynamic updates of a zone on any name server that takes them. */
        RFC_2136,
        /** Sets that were provided in a hosted zone beforehand; health checks choose among them. */
        STEERING
    }

    /** How the name's answer is chosen. */
    public enum Routing {
        /** One set, which holds the answer. */
        SIMPLE,
        /** A set for each endpoint; the one whose weight is above 0 answers. */
        WEIGHTED,
        /** Two sets; the primary one answers. */
        FAILOVER
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
        provider = provider == null ? Provider.ROUTE_53 : provider;
        routing = routing == null ? Routing.SIMPLE : routing;
        if (provider == Provider.RFC_2136) {
            zone = normalise(zone);
            Require.that(
                    ("." + name).endsWith("." + zone),
                    "record.provider",
                    "needs " + name + " to be in the zone " + zone,
                    provider);
            Require.that(routing == Routing.SIMPLE, "record.routing", "must be simple with rfc2136", routing);
        }
    }

    /** A simple record in Route 53. */
    public DnsRecord(String zone, String name, RecordType type, Duration ttl) {
        this(zone, name, type, ttl, Provider.ROUTE_53, Routing.SIMPLE);
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
