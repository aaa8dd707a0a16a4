package dev.failover.awslocal.route53;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One resource record set with everything that it was given; either values and a TTL, or an alias target. */
public record RecordSet(
        RecordKey key,
        Routing routing,
        @Nullable Long ttl,
        List<String> values,
        @Nullable AliasTarget alias,
        @Nullable String healthCheckId) {

    public RecordSet {
        values = List.copyOf(values);
    }

    /** A plain record set, as a new zone and a seed have them. */
    public static RecordSet simple(DomainName name, String type, long ttl, List<String> values) {
        return new RecordSet(new RecordKey(name, type, ""), Routing.SIMPLE, ttl, values, null, null);
    }

    public DomainName name() {
        return key.name();
    }

    public String type() {
        return key.type();
    }

    /** Whether a DELETE that names the other set means exactly this one: all attributes, values in any order. */
    boolean isExactly(RecordSet other) {
        return key.equals(other.key)
                && routing.equals(other.routing)
                && Objects.equals(ttl, other.ttl)
                && values.size() == other.values.size()
                && new HashSet<>(values).equals(new HashSet<>(other.values))
                && Objects.equals(alias, other.alias)
                && Objects.equals(healthCheckId, other.healthCheckId);
    }
}
