package dev.failover.awslocal.route53;

import dev.failover.awslocal.route53.Changes.ChangeInfo;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All hosted zones, in memory, used on one thread. A change is listed at once and published to DNS when in sync. */
public final class Zones {

    static final int MAX_ZONES = 500;
    static final List<String> NAME_SERVERS =
            List.of("ns-1.aws-local.test", "ns-2.aws-local.test", "ns-3.aws-local.test", "ns-4.aws-local.test");

    private static final long NS_TTL = 172_800;
    private static final long SOA_TTL = 900;

    private final Changes changes;
    private final Ids ids;
    private final Map<String, Zone> byId = new TreeMap<>();
    private final Map<String, Zone> published = new LinkedHashMap<>();
    private final Set<String> callerReferences = new HashSet<>();

    public Zones(Changes changes, RandomGenerator random) {
        this.changes = changes;
        this.ids = new Ids(random);
    }

    /** A zone and the change that made it. */
    record Created(Zone zone, ChangeInfo change) {}

    Created create(Zone.Identity identity, @Nullable String comment) {
        if (callerReferences.contains(identity.callerReference())) {
            throw new AwsException(
                    409,
                    "HostedZoneAlreadyExists",
                    "A hosted zone has already been created with the specified caller reference.");
        }
        if (byId.size() >= MAX_ZONES) {
            throw new AwsException(400, "TooManyHostedZones", "Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER");
        }
        Zone zone = new Zone(ids.next('Z'), identity, comment);
        return new Created(zone, changes.submit(ids.next('C'), null, add(zone)));
    }

    /** A zone with a fixed id, published at once: for the seed. */
    public void seed(String id, DomainName name, List<Xml> recordSets) {
        if (byId.containsKey(id)) {
            throw new AwsException(409, "HostedZoneAlreadyExists", "the zone id " + id + " is used twice");
        }
        Zone zone = new Zone(id, new Zone.Identity(name, "seed-" + id, false, null), null);
        add(zone).run();
        if (!recordSets.isEmpty()) {
            Map<RecordKey, Optional<RecordSet>> sets = BatchRules.apply(
                            zone, ChangeBatchReader.created(recordSets), healthCheck -> false)
                    .changes();
            zone.commit(sets);
            zone.publish(sets);
        }
    }

    /** Takes the zone in; what is returned publishes it. */
    private Runnable add(Zone zone) {
        Map<RecordKey, Optional<RecordSet>> first = new TreeMap<>();
        for (RecordSet set : initialSets(zone.name())) {
            first.put(set.key(), Optional.of(set));
        }
        zone.commit(first);
        byId.put(zone.id(), zone);
        callerReferences.add(zone.identity().callerReference());
        return () -> {
            zone.publish(first);
            published.put(zone.id(), zone);
        };
    }

    private static List<RecordSet> initialSets(DomainName name) {
        List<String> servers = NAME_SERVERS.stream().map(server -> server + ".").toList();
        String soa = servers.get(0) + " hostmaster.aws-local.test. 1 7200 900 1209600 86400";
        return List.of(
                RecordSet.simple(name, "NS", NS_TTL, servers), RecordSet.simple(name, "SOA", SOA_TTL, List.of(soa)));
    }

    Zone get(String id) {
        Zone zone = byId.get(id);
        if (zone == null) {
            throw new AwsException(404, "NoSuchHostedZone", "No hosted zone found with ID: " + shortened(id));
        }
        return zone;
    }

    boolean contains(String id) {
        return byId.containsKey(id);
    }

    ChangeInfo delete(String id) {
        Zone zone = get(id);
        if (zone.current().size() > initialSets(zone.name()).size()) {
            throw new AwsException(
                    400,
                    "HostedZoneNotEmpty",
                    "The specified hosted zone contains non-required resource record sets and so cannot be deleted.");
        }
        byId.remove(id);
        callerReferences.remove(zone.identity().callerReference());
        return changes.submit(ids.next('C'), null, () -> published.remove(id));
    }

    /** Applies the batch whole or not at all. */
    ChangeInfo change(String id, Change.Batch batch, Predicate<String> healthCheckExists) {
        Zone zone = get(id);
        Map<RecordKey, Optional<RecordSet>> changed =
                BatchRules.apply(zone, batch, healthCheckExists).changes();
        if (changes.stranding()) {
            return changes.strand(ids.next('C'), batch.comment());
        }
        zone.commit(changed);
        return changes.submit(ids.next('C'), batch.comment(), () -> zone.publish(changed));
    }

    ChangeInfo changeInfo(String id) {
        return changes.get(id);
    }

    /** All zones in the order of their ids. */
    List<Zone> all() {
        return List.copyOf(byId.values());
    }

    /** All zones by name, then id. */
    List<Zone> byName() {
        List<Zone> sorted = new ArrayList<>(byId.values());
        sorted.sort(Comparator.comparing(Zone::name).thenComparing(Zone::id));
        return sorted;
    }

    /** The zone that DNS answers from: the longest match; of equal names a public one before a private, then the oldest. */
    public Optional<Zone> publishedFor(DomainName name) {
        changes.settle();
        return published.values().stream()
                .filter(zone -> name.isWithin(zone.name()))
                .min(Comparator.comparing((Zone zone) -> -zone.name().sortKey().length())
                        .thenComparing(zone -> zone.identity().isPrivate()));
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(id.length(), 64));
    }
}
