package dev.failover.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name answers when it points at an endpoint: either the values of an A, AAAA or CNAME record, or an alias.
 *
 * @param setIdentifier which of the name's record sets belongs to the endpoint, where the record's routing is not simple;
 *     null for the one that is called as the endpoint is
 */
public record Target(
        List<String> values,
        @Nullable Alias alias,
        @Nullable String setIdentifier) {

    public static final int MAX_VALUES = 100;

    public static final int MAX_SET_IDENTIFIER = 128;

    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    /**
     * A Route 53 alias: answered with the addresses of another name, in the zone of that name.
     *
     * @param zone the hosted zone id of the target, not of the record
     */
    public record Alias(String zone, String name, boolean evaluateTargetHealth) {

        /** Of a load balancer's addresses, which an alias answers. */
        public static final Duration TTL = Duration.ofSeconds(60);

        /** The hosted zone id of every CloudFront distribution, whose health Route 53 does not evaluate. */
        private static final String CLOUDFRONT = "Z2FDTNDATAQYW2";

        public Alias {
            Require.text("target.alias.zone", zone);
            name = DnsRecord.normalise(Require.text("target.alias.name", name));
        }

        private boolean isCloudFront() {
            return zone.equals(CLOUDFRONT);
        }
    }

    public Target {
        values =
                values == null ? List.of() : values.stream().sorted().distinct().toList();
        Require.that(values.isEmpty() != (alias == null), "target", "must have either values or an alias", values);
        Require.between("target.values", 0, MAX_VALUES, values.size());
        values.forEach(value -> Require.text("target.values", value));
        Require.that(
                setIdentifier == null || (!setIdentifier.isBlank() && setIdentifier.length() <= MAX_SET_IDENTIFIER),
                "endpoints.setIdentifier",
                "must be 1 to " + MAX_SET_IDENTIFIER + " characters",
                String.valueOf(setIdentifier));
    }

    /** In the set that is called as the endpoint is. */
    public Target(List<String> values, @Nullable Alias alias) {
        this(values, alias, null);
    }

    public static Target of(String... values) {
        return new Target(List.of(values), null);
    }

    /** The same answer in the set of this identifier. */
    public Target inSet(@Nullable String identifier) {
        return new Target(values, alias, identifier);
    }

    /** The identifier of the record set that belongs to an endpoint with this target. */
    public String setIdentifierOf(String endpoint) {
        return setIdentifier == null ? endpoint : setIdentifier;
    }

    public Optional<Alias> aliasTarget() {
        return Optional.ofNullable(alias);
    }

    /**
     * Whether this record can answer it.
     *
     * @throws IllegalArgumentException naming the rule and the value that breaks it
     */
    public void mustFit(DnsRecord record) {
        switch (record.type()) {
            case A -> values.forEach(v -> Require.that(IPV4.matcher(v).matches(), "target.values", "must be IPv4", v));
            case AAAA -> values.forEach(v -> Require.that(v.indexOf(':') >= 0, "target.values", "must be IPv6", v));
            case CNAME -> {
                Require.that(alias == null, "target.alias", "needs a record of type A or AAAA", record.name());
                Require.that(values.size() == 1, "target.values", "of a CNAME must be one name", values);
                mustNotBe(record, values.get(0));
            }
        }
        if (alias != null) {
            boolean route53 = record.provider() != DnsRecord.Provider.RFC_2136;
            Require.that(route53, "target.alias", "needs a record in Route 53", alias.name());
            mustNotBe(record, alias.name());
            Require.that(
                    !(alias.isCloudFront() && alias.evaluateTargetHealth()),
                    "target.alias.evaluateTargetHealth",
                    "must be false for CloudFront, whose health Route 53 does not evaluate",
                    alias.name());
        }
        mustFitRouting(record.routing());
    }

    /** What Route 53 asks of a set that is not alone at its name. */
    private void mustFitRouting(DnsRecord.Routing routing) {
        if (routing == DnsRecord.Routing.WEIGHTED) {
            Require.that(values.size() <= 1, "target.values", "must be one value with routing weighted", values);
        } else if (routing == DnsRecord.Routing.FAILOVER && alias != null) {
            Require.that(
                    !alias.isCloudFront(),
                    "target",
                    "of an alias of CloudFront needs routing simple or weighted: failover asks for a health that it has not",
                    alias.name());
            Require.that(
                    alias.evaluateTargetHealth(),
                    "target",
                    "of an alias must evaluate its target's health with routing failover",
                    alias.name());
        }
    }

    private static void mustNotBe(DnsRecord record, String name) {
        boolean same = DnsRecord.normalise(name).equals(record.name());
        Require.that(!same, "target", "must not be the managed name itself", name);
    }

    @Override
    public String toString() {
        return alias == null ? String.join(", ", values) : "alias " + alias.name();
    }
}
