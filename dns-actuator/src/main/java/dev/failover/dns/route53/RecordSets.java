package dev.failover.dns.route53;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/** Route 53's record sets to what the plan knows of, and back, exactly: a DELETE must match to the letter. */
final class RecordSets {

    private RecordSets() {}

    /** What the record sets at the record's name and at its fence's mean. */
    static Found found(DnsRecord record, List<ResourceRecordSet> atName, List<ResourceRecordSet> atFence) {
        Optional<String> oddity = oddity(record, atName).or(() -> oddFence(record, atFence));
        if (oddity.isPresent()) {
            return new Found(Optional.empty(), Optional.empty(), oddity);
        }
        List<RecordSet> sets = atName.stream()
                .filter(set -> set.type() == type(record))
                .map(RecordSets::set)
                .toList();
        return new Found(
                sets.isEmpty() ? Optional.empty() : Optional.of(new RecordSnapshot(sets)),
                atFence.stream()
                        .filter(set -> set.type() == RRType.TXT)
                        .findFirst()
                        .map(RecordSets::fence),
                Optional.empty());
    }

    /** Scenarios 47 and 53: what Route 53 chooses among by rules of its own is reported as it is, and left alone. */
    private static Optional<String> oddity(DnsRecord record, List<ResourceRecordSet> atName) {
        List<String> odd =
                atName.stream().flatMap(set -> oddity(record, set).stream()).toList();
        return odd.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        record.name() + " " + record.type() + " is not ours to move: found " + String.join(", ", odd));
    }

    private static Optional<String> oddity(DnsRecord record, ResourceRecordSet set) {
        boolean ours = set.type() == type(record);
        boolean cname = set.type() == RRType.CNAME || type(record) == RRType.CNAME;
        if (!ours) {
            return cname
                    ? Optional.of("a record of type " + set.typeAsString() + ": delete it, or correct record.type")
                    : Optional.empty();
        } else if (set.trafficPolicyInstanceId() != null) {
            return Optional.of("traffic policy instance " + set.trafficPolicyInstanceId()
                    + ": delete it, or manage the name that it points to");
        } else if (set.setIdentifier() != null && set.weight() == null && set.failover() == null) {
            return Optional.of("the " + routing(set) + " set '" + set.setIdentifier()
                    + "': make it simple, weighted or failover, or manage another name that it points to");
        } else if (set.resourceRecords().size() > Target.MAX_VALUES) {
            return Optional.of(set.resourceRecords().size() + " values, more than " + Target.MAX_VALUES);
        } else if (set.aliasTarget() == null && (set.ttl() == null || !set.hasResourceRecords())) {
            return Optional.of("neither values nor an alias");
        }
        return Optional.empty();
    }

    /** A fence that would not be deleted to the letter by what we make of it is none. */
    private static Optional<String> oddFence(DnsRecord record, List<ResourceRecordSet> atFence) {
        return atFence.stream()
                .filter(set -> set.type() == RRType.TXT || set.type() == RRType.CNAME)
                .filter(set -> set.type() == RRType.CNAME || !set.equals(asWeWriteIt(set)))
                .findFirst()
                .map(set -> record.fenceName() + " is no simple TXT record of one value: found type "
                        + set.typeAsString() + " " + values(set));
    }

    private static ResourceRecordSet asWeWriteIt(ResourceRecordSet set) {
        String text = values(set).isEmpty() ? "" : FenceText.read(values(set).get(0));
        return ResourceRecordSet.builder()
                .name(set.name())
                .type(RRType.TXT)
                .ttl(set.ttl())
                .resourceRecords(records(List.of(FenceText.write(text))))
                .build();
    }

    private static List<String> values(ResourceRecordSet set) {
        return set.resourceRecords().stream().map(ResourceRecord::value).toList();
    }

    private static String routing(ResourceRecordSet set) {
        if (set.region() != null) {
            return "latency";
        } else if (Boolean.TRUE.equals(set.multiValueAnswer())) {
            return "multivalue";
        } else if (set.geoLocation() != null) {
            return "geolocation";
        } else if (set.geoProximityLocation() != null) {
            return "geoproximity";
        }
        return set.cidrRoutingConfig() != null ? "CIDR" : "unknown";
    }

    private static RecordSet set(ResourceRecordSet set) {
        boolean alias = set.aliasTarget() != null;
        return new RecordSet(
                alias ? new Target(List.of(), alias(set.aliasTarget())) : new Target(values(set), null),
                alias ? null : Duration.ofSeconds(set.ttl()),
                role(set),
                set.healthCheckId());
    }

    private static Target.Alias alias(AliasTarget alias) {
        return new Target.Alias(
                alias.hostedZoneId(),
                Route53Names.normalise(alias.dnsName()),
                Boolean.TRUE.equals(alias.evaluateTargetHealth()));
    }

    private static RecordSet.Role role(ResourceRecordSet set) {
        if (set.weight() != null) {
            return new RecordSet.Role.Weighted(set.setIdentifier(), set.weight());
        } else if (set.failover() != null) {
            boolean primary = set.failover() == ResourceRecordSetFailover.PRIMARY;
            return new RecordSet.Role.Failover(set.setIdentifier(), primary);
        }
        return RecordSet.SIMPLE;
    }

    private static FenceSnapshot fence(ResourceRecordSet set) {
        return new FenceSnapshot(FenceText.read(values(set).get(0)), Duration.ofSeconds(set.ttl()));
    }

    /** To the letter as it was read. */
    static ResourceRecordSet of(DnsRecord record, RecordSet planned) {
        ResourceRecordSet.Builder set = ResourceRecordSet.builder()
                .name(record.name())
                .type(type(record))
                .healthCheckId(planned.healthCheckId());
        planned.target()
                .aliasTarget()
                .ifPresentOrElse(
                        alias -> set.aliasTarget(target -> target.hostedZoneId(alias.zone())
                                .dnsName(Route53Names.escape(alias.name()))
                                .evaluateTargetHealth(alias.evaluateTargetHealth())),
                        () -> set.resourceRecords(records(planned.target().values())));
        if (planned.ttl() != null) {
            set.ttl(planned.ttl().toSeconds());
        }
        planned.role().setIdentifier().ifPresent(set::setIdentifier);
        if (planned.role() instanceof RecordSet.Role.Weighted weighted) {
            set.weight(weighted.weight());
        } else if (planned.role() instanceof RecordSet.Role.Failover failover) {
            set.failover(failover.primary() ? ResourceRecordSetFailover.PRIMARY : ResourceRecordSetFailover.SECONDARY);
        }
        return set.build();
    }

    static ResourceRecordSet of(DnsRecord record, FenceSnapshot fence) {
        return ResourceRecordSet.builder()
                .name(record.fenceName())
                .type(RRType.TXT)
                .ttl(fence.ttl().toSeconds())
                .resourceRecords(records(List.of(FenceText.write(fence.text()))))
                .build();
    }

    private static List<ResourceRecord> records(List<String> values) {
        return values.stream()
                .map(value -> ResourceRecord.builder().value(value).build())
                .toList();
    }

    private static RRType type(DnsRecord record) {
        return RRType.fromValue(record.type().name());
    }
}
