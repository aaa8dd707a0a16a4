package dev.failover.awslocal.dns;

import dev.failover.awslocal.route53.DomainName;
import dev.failover.awslocal.route53.RecordSet;
import dev.failover.awslocal.route53.RecordValues;
import dev.failover.awslocal.route53.Zone;
import dev.failover.awslocal.route53.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** One look-up: follows CNAMEs and aliases within our own zones and fills the answer's sections. */
final class LookUp {

    private static final int MAX_STEPS = 8;

    private final Zones zones;
    private final Choice choice;
    private final Message answer;

    LookUp(Zones zones, Choice choice, Message answer) {
        this.zones = zones;
        this.choice = choice;
        this.answer = answer;
    }

    /** Fills in the answer and gives its code. */
    int run(DomainName asked, Name owner, int type) {
        DomainName name = asked;
        Name ownerNow = owner;
        for (int step = 0; step < MAX_STEPS; step++) {
            Optional<Zone> zone = zones.publishedFor(name);
            if (zone.isEmpty()) {
                return Rcode.NOERROR;
            }
            Optional<DomainName> cut = delegation(zone.get(), name, type);
            if (cut.isPresent()) {
                return refer(zone.get(), cut.get());
            }
            Optional<DomainName> source = source(zone.get(), name);
            if (source.isEmpty()) {
                addSoa(zone.get());
                return Rcode.NXDOMAIN;
            }
            List<Record> records = records(zone.get(), source.get(), ownerNow, Type.string(type), MAX_STEPS);
            List<RecordSet> cnames =
                    records.isEmpty() ? choice.among(zone.get().published(source.get(), "CNAME")) : List.of();
            if (cnames.isEmpty() || type == Type.CNAME) {
                return finish(zone.get(), source.get(), records, Type.string(type));
            }
            List<Record> links = records(zone.get(), source.get(), ownerNow, "CNAME", MAX_STEPS);
            if (links.isEmpty()) {
                return Rcode.SERVFAIL;
            }
            answer.addRecord(links.get(0), Section.ANSWER);
            ownerNow = ((CNAMERecord) links.get(0)).getTarget();
            name = DomainName.of(ownerNow);
        }
        return Rcode.SERVFAIL;
    }

    private int finish(Zone zone, DomainName source, List<Record> records, String type) {
        records.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (records.isEmpty() && pointsOutside(zone, source, type)) {
            return Rcode.SERVFAIL;
        }
        if (records.isEmpty()) {
            addSoa(zone);
        }
        return Rcode.NOERROR;
    }

    /** An alias into AWS itself (a load balancer, say): its addresses are not ours to know. */
    private boolean pointsOutside(Zone zone, DomainName source, String type) {
        return zone.published(source, type).stream().anyMatch(set -> set.alias() != null);
    }

    /** The name itself, or the wildcard of its closest encloser (RFC 4592). */
    private static Optional<DomainName> source(Zone zone, DomainName name) {
        if (zone.isPublished(name)) {
            return Optional.of(name);
        }
        DomainName encloser = name;
        while (!zone.isPublished(encloser) && !encloser.equals(zone.name())) {
            encloser = encloser.parent();
        }
        return Optional.of(encloser.wildcardBelow()).filter(zone::isPublished);
    }

    /** The name below the apex from which on somebody else answers. */
    private static Optional<DomainName> delegation(Zone zone, DomainName name, int type) {
        Optional<DomainName> topmost = Optional.empty();
        for (DomainName at = name; !at.equals(zone.name()); at = at.parent()) {
            boolean asksParent = at.equals(name) && type == Type.DS;
            if (!asksParent && !zone.published(at, "NS").isEmpty()) {
                topmost = Optional.of(at);
            }
        }
        return topmost;
    }

    private int refer(Zone zone, DomainName cut) {
        answer.getHeader().unsetFlag(Flags.AA);
        records(zone, cut, cut.wire(), "NS", MAX_STEPS).forEach(record -> answer.addRecord(record, Section.AUTHORITY));
        return Rcode.NOERROR;
    }

    /** The chosen sets as DNS records of the asked name; an alias answers with what its target has. */
    private List<Record> records(Zone zone, DomainName source, Name owner, String type, int stepsLeft) {
        List<Record> records = new ArrayList<>();
        for (RecordSet set : choice.among(zone.published(source, type))) {
            long ttl = set.ttl() == null ? 0 : set.ttl();
            set.values().forEach(value -> records.add(RecordValues.record(owner, type, ttl, value)));
            if (set.alias() != null && stepsLeft > 0) {
                DomainName target = set.alias().dnsName();
                zones.publishedFor(target)
                        .ifPresent(targetZone -> source(targetZone, target)
                                .ifPresent(found ->
                                        records.addAll(records(targetZone, found, owner, type, stepsLeft - 1))));
            }
        }
        return records;
    }

    /** The SOA that says how long "there is none" may be remembered (RFC 2308). */
    private void addSoa(Zone zone) {
        records(zone, zone.name(), zone.name().wire(), "SOA", 0)
                .forEach(soa -> answer.addRecord(soa, Section.AUTHORITY));
    }
}
