package dev.failover.event;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One managed DNS name: its record, its endpoints in order of preference, how they are probed and by which rules the
 * name moves. Written by {@code failover apply}; a tombstone removes the service and leaves the record where it is.
 *
 * @param adopt whether a record that exists already and carries no fence may be taken over
 * @param group the services that are released from the fleet's brake together
 */
public record ServiceSpec(
        String service,
        DnsRecord record,
        boolean adopt,
        List<Endpoint> endpoints,
        Probing probing,
        Policy policy,
        @Nullable String group)
        implements Event {

    public static final int MAX_ENDPOINTS = 16;

    /** Where one set is the primary one and the other the secondary. */
    public static final int MAX_FAILOVER_ENDPOINTS = 2;

    /** Of no group. */
    public ServiceSpec(
            String service, DnsRecord record, boolean adopt, List<Endpoint> endpoints, Probing probing, Policy policy) {
        this(service, record, adopt, endpoints, probing, policy, null);
    }

    public ServiceSpec {
        Require.name("service", service);
        Require.present("record", record);
        endpoints = List.copyOf(Require.present("endpoints", endpoints));
        Require.between("endpoints", 2, MAX_ENDPOINTS, endpoints.size());
        Require.present("probing", probing);
        Require.present("policy", policy);
        if (group != null) {
            Require.name("group", group);
        }
        Set<String> names = new HashSet<>();
        Set<Target> targets = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            Target target = endpoint.target();
            Require.that(names.add(endpoint.name()), "endpoints.name", "must be unique", endpoint.name());
            Require.that(targets.add(target.inSet(null)), "endpoints.target", "must be unique", target);
            target.mustFit(record);
        }
        mustHaveTheirSets(record, endpoints);
        if (policy.gradual() != null) {
            boolean weighted =
                    record.routing() == DnsRecord.Routing.WEIGHTED && record.provider() == DnsRecord.Provider.ROUTE_53;
            Require.that(weighted, "policy.gradual", "needs routing weighted and provider route53", record.routing());
        }
    }

    private static void mustHaveTheirSets(DnsRecord record, List<Endpoint> endpoints) {
        if (record.routing() == DnsRecord.Routing.FAILOVER) {
            Require.that(
                    endpoints.size() <= MAX_FAILOVER_ENDPOINTS,
                    "endpoints",
                    "must be two with routing failover",
                    endpoints.size());
        }
        Set<String> identifiers = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            String identifier = endpoint.target().setIdentifier();
            Require.that(
                    record.routing() != DnsRecord.Routing.SIMPLE || identifier == null,
                    "endpoints.setIdentifier",
                    "needs routing weighted or failover",
                    String.valueOf(identifier));
            String effective = endpoint.target().setIdentifierOf(endpoint.name());
            Require.that(identifiers.add(effective), "endpoints.setIdentifier", "must be unique", effective);
        }
    }

    @Override
    public String eventId() {
        return service + "/" + version();
    }

    /** Tells one specification of the service from another, the same in every process: 8 hexadecimal digits. */
    public String version() {
        CRC32 sum = new CRC32();
        sum.update(EventCodec.body(this));
        return "%08x".formatted(sum.getValue());
    }

    /** The same, allowed to take over a record that has no fence. */
    public ServiceSpec adopting() {
        return new ServiceSpec(service, record, true, endpoints, probing, policy, group);
    }

    public Optional<Endpoint> endpoint(String name) {
        return endpoints.stream().filter(e -> e.name().equals(name)).findFirst();
    }
}
