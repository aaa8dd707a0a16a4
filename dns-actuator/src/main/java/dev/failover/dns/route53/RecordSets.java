package dev.failover.dns.route53;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
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

/** Route 53's record sets to what the plan knows of, and back, exactly: a DELETE must match to the letter. */
final class RecordSets {

    private RecordSets() {}

    /** What the record sets at the record's name and at its fence's mean. */
    static Found found(DnsRecord record, List<ResourceRecordSet> atName, List<ResourceRecordSet> atFence) {
        Optional<String> oddity = oddity(record, atName).or(() -> oddFence(record, atFence));
        if (oddity.isPresent()) {
            return new Found(Optional.empty(), Optional.empty(), oddity);
        }
        return new Found(
                atName.stream()
                        .filter(set -> set.type() == type(record))
                        .findFirst()
                        .map(RecordSets::snapshot),
                atFence.stream()
                        .filter(set -> set.type() == RRType.TXT)
                        .findFirst()
                        .map(RecordSets::fence),
                Optional.empty());
    }

    /** Scenarios 47, 53 and 57: what is not a simple set is reported as it is, and left alone. */
    private static Optional<String> oddity(DnsRecord record, List<ResourceRecordSet> atName) {
        List<String> odd =
                atName.stream().flatMap(set -> oddity(record, set).stream()).toList();
        return odd.isEmpty()
                ? Optional.empty()
                : Optional.of(record.name() + " " + record.type() + " is not a simple record: found "
                        + String.join(", ", odd));
    }

    private static Optional<String> oddity(DnsRecord record, ResourceRecordSet set) {
        boolean ours = set.type() == type(record);
        boolean cname = set.type() == RRType.CNAME || type(record) == RRType.CNAME;
        if (!ours) {
            return cname ? Optional.of("a record of type " + set.typeAsString()) : Optional.empty();
        } else if (set.setIdentifier() != null) {
            return Optional.of(routing(set) + " set '" + set.setIdentifier() + "'");
        } else if (set.healthCheckId() != null) {
            return Optional.of("health check " + set.healthCheckId() + " on it");
        } else if (set.trafficPolicyInstanceId() != null) {
            return Optional.of("traffic policy instance " + set.trafficPolicyInstanceId());
        } else if (set.resourceRecords().size() > Target.MAX_VALUES) {
            return Optional.of(set.resourceRecords().size() + " values");
        } else if (set.aliasTarget() == null && set.ttl() == null) {
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
        if (set.weight() != null) {
            return "a weighted";
        } else if (set.failover() != null) {
            return "a failover";
        } else if (set.region() != null) {
            return "a latency";
        } else if (Boolean.TRUE.equals(set.multiValueAnswer())) {
            return "a multivalue";
        }
        return "a geolocation or other";
    }

    private static RecordSnapshot snapshot(ResourceRecordSet set) {
        if (set.aliasTarget() != null) {
            AliasTarget alias = set.aliasTarget();
            Target.Alias target = new Target.Alias(
                    alias.hostedZoneId(),
                    Route53Names.normalise(alias.dnsName()),
                    Boolean.TRUE.equals(alias.evaluateTargetHealth()));
            return new RecordSnapshot(new Target(List.of(), target), null);
        }
        return new RecordSnapshot(new Target(values(set), null), Duration.ofSeconds(set.ttl()));
    }

    private static FenceSnapshot fence(ResourceRecordSet set) {
        return new FenceSnapshot(FenceText.read(values(set).get(0)), Duration.ofSeconds(set.ttl()));
    }

    static ResourceRecordSet of(DnsRecord record, RecordSnapshot snapshot) {
        ResourceRecordSet.Builder set =
                ResourceRecordSet.builder().name(record.name()).type(type(record));
        snapshot.target()
                .aliasTarget()
                .ifPresentOrElse(
                        alias -> set.aliasTarget(target -> target.hostedZoneId(alias.zone())
                                .dnsName(alias.name())
                                .evaluateTargetHealth(alias.evaluateTargetHealth())),
                        () -> set.resourceRecords(records(snapshot.target().values())));
        if (snapshot.ttl() != null) {
            set.ttl(snapshot.ttl().toSeconds());
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
