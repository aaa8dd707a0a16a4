package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsAnswer;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.Xml;
import dev.failover.awslocal.wire.XmlReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ChangeResourceRecordSets and ListResourceRecordSets. */
final class RecordOperations {

    private static final int MAX_ITEMS = 300;

    private final Zones zones;
    private final HealthChecks healthChecks;

    RecordOperations(Zones zones, HealthChecks healthChecks) {
        this.zones = zones;
        this.healthChecks = healthChecks;
    }

    AwsAnswer change(String zoneId, AwsRequest request) {
        zones.get(zoneId);
        Change.Batch batch = ChangeBatchReader.read(XmlReader.read(request.body(), "ChangeResourceRecordSetsRequest"));
        return Route53.ok(Xml.of(
                "ChangeResourceRecordSetsResponse",
                ZoneOperations.changeInfo(zones.change(zoneId, batch, healthChecks::contains))));
    }

    /** From the given name, type and identifier on; what is listed is the newest state, changes in flight included. */
    AwsAnswer list(String zoneId, AwsRequest request) {
        Zone zone = zones.get(zoneId);
        int maxItems = Paging.maxItems(request, MAX_ITEMS);
        RecordKey start = start(request);
        var from = start == null ? zone.current() : zone.current().tailMap(start, true);
        Paging<RecordSet> page =
                Paging.of(from.values().stream().limit(maxItems + 1L).toList(), maxItems);
        RecordSet next = page.next();
        return Route53.ok(Xml.element("ListResourceRecordSetsResponse")
                .add(Xml.of(
                        "ResourceRecordSets",
                        page.items().stream().map(RecordOperations::xml).toList()))
                .add("IsTruncated", page.isTruncated())
                .add("NextRecordName", next == null ? null : next.name())
                .add("NextRecordType", next == null ? null : next.type())
                .add("NextRecordIdentifier", next == null ? null : identifier(next))
                .add("MaxItems", maxItems)
                .build());
    }

    private static @Nullable RecordKey start(AwsRequest request) {
        String name = request.parameter("name");
        String type = request.parameter("type");
        String identifier = request.parameter("identifier");
        if ((type != null && name == null) || (identifier != null && type == null)) {
            throw new AwsException(
                    400, "InvalidInput", "type needs a name, and identifier needs a type and a name to start from");
        }
        if (type != null && !RecordTypes.ALL.contains(type)) {
            throw new AwsException(400, "InvalidInput", "Value '" + type + "' is not a record type");
        }
        if (name == null) {
            return null;
        }
        return new RecordKey(startName(name), type == null ? "" : type, identifier == null ? "" : identifier);
    }

    private static DomainName startName(String name) {
        try {
            return DomainName.parse(name);
        } catch (IllegalArgumentException e) {
            throw new AwsException(400, "InvalidInput", "The start name is not valid: " + e.getMessage());
        }
    }

    private static @Nullable String identifier(RecordSet set) {
        return set.key().setIdentifier().isEmpty() ? null : set.key().setIdentifier();
    }

    private static Xml xml(RecordSet set) {
        List<Xml> values = set.values().stream()
                .map(value -> Xml.of("ResourceRecord", Xml.text("Value", value)))
                .toList();
        return Xml.element("ResourceRecordSet")
                .add("Name", set.name())
                .add("Type", set.type())
                .add("SetIdentifier", identifier(set))
                .add(set.routing().element())
                .add("TTL", set.ttl())
                .add(values.isEmpty() ? null : Xml.of("ResourceRecords", values))
                .add(alias(set.alias()))
                .add("HealthCheckId", set.healthCheckId())
                .build();
    }

    private static @Nullable Xml alias(@Nullable AliasTarget alias) {
        return alias == null
                ? null
                : Xml.of(
                        "AliasTarget",
                        Xml.text("HostedZoneId", alias.hostedZoneId()),
                        Xml.text("DNSName", alias.dnsName()),
                        Xml.text("EvaluateTargetHealth", alias.evaluateTargetHealth()));
    }
}
