package dev.failover.awslocal.route53;

import dev.failover.awslocal.route53.Routing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a record set must respect about itself and about the other sets of its name. */
final class SiblingRules {

    private static final int MAX_WEIGHTED = 100;

    private final DomainName zone;

    SiblingRules(DomainName zone) {
        this.zone = zone;
    }

    List<String> problems(RecordSet set, List<RecordSet> atName) {
        List<RecordSet> others =
                atName.stream().filter(other -> !other.key().equals(set.key())).toList();
        List<String> problems = new ArrayList<>();
        problems.addAll(ownProblems(set));
        problems.addAll(cnameProblems(set, others));
        problems.addAll(routingProblems(
                set,
                others.stream().filter(other -> other.type().equals(set.type())).toList()));
        return problems;
    }

    private List<String> ownProblems(RecordSet set) {
        List<String> problems = new ArrayList<>();
        Kind kind = set.routing().kind();
        boolean single = List.of("CNAME", "SOA").contains(set.type()) || kind == Kind.WEIGHTED || kind == Kind.LATENCY;
        if (single && set.values().size() > 1) {
            problems.add("Cannot have more than 1 record in " + described(set));
        }
        if (set.type().equals("SOA") && (!set.name().equals(zone) || kind != Kind.SIMPLE)) {
            problems.add("RRSet of type SOA with DNS name " + set.name() + " is not permitted in zone " + zone);
        }
        if (set.name().equals(zone) && set.type().equals("NS") && kind != Kind.SIMPLE) {
            problems.add(
                    "RRSet of type NS with DNS name " + set.name() + " must be a simple record set in zone " + zone);
        }
        if (set.routing().isPrimary() && set.alias() == null && set.healthCheckId() == null) {
            problems.add(
                    "A non-alias primary ResourceRecordSet must have an associated health check. No changes made.");
        }
        boolean aliasable = !List.of("NS", "SOA").contains(set.type()) && kind != Kind.MULTIVALUE;
        if (set.alias() != null && !aliasable) {
            problems.add(described(set) + " cannot be an alias");
        }
        return problems;
    }

    private List<String> cnameProblems(RecordSet set, List<RecordSet> others) {
        boolean cname = set.type().equals("CNAME");
        if (cname && set.name().equals(zone)) {
            return List.of(
                    "RRSet of type CNAME with DNS name " + set.name() + " is not permitted at apex in zone " + zone);
        }
        if (cname && others.stream().anyMatch(other -> !other.type().equals("CNAME"))) {
            return List.of("RRSet of type CNAME with DNS name " + set.name()
                    + " is not permitted as it conflicts with other records with the same DNS name in zone " + zone);
        }
        if (!cname && others.stream().anyMatch(other -> other.type().equals("CNAME"))) {
            return List.of("RRSet of type " + set.type() + " with DNS name " + set.name()
                    + " is not permitted because a conflicting RRSet of type CNAME with the same DNS name already"
                    + " exists in zone " + zone);
        }
        return List.of();
    }

    private List<String> routingProblems(RecordSet set, List<RecordSet> sameType) {
        Kind kind = set.routing().kind();
        if (kind == Kind.SIMPLE && !sameType.isEmpty()) {
            return List.of(described(set) + " cannot be created as other RRSets exist with the same name and type.");
        }
        if (sameType.stream().anyMatch(other -> other.routing().kind() != kind)) {
            return List.of(described(set) + " cannot be created because a non " + inWords(kind)
                    + " rrset exists with the same name and type.");
        }
        return kind == Kind.WEIGHTED ? weightedProblems(set, sameType) : duplicateProblems(set, sameType);
    }

    private static List<String> weightedProblems(RecordSet set, List<RecordSet> group) {
        List<String> problems = new ArrayList<>();
        boolean otherTtl = group.stream()
                .anyMatch(other ->
                        set.alias() == null && other.alias() == null && !Objects.equals(set.ttl(), other.ttl()));
        if (otherTtl) {
            problems.add(described(set) + " cannot be created because weighted rrsets with the same name and type must"
                    + " have the same TTL.");
        }
        if (group.size() >= MAX_WEIGHTED) {
            problems.add("Cannot have more than " + MAX_WEIGHTED + " weighted rrsets with the same name and type.");
        }
        return problems;
    }

    private static List<String> duplicateProblems(RecordSet set, List<RecordSet> group) {
        boolean unique = set.routing().kind() != Kind.MULTIVALUE;
        boolean taken = group.stream().anyMatch(other -> other.routing().equals(set.routing()));
        if (!unique || !taken) {
            return List.of();
        }
        return List.of(described(set) + " cannot be created because a "
                + inWords(set.routing().kind()) + " rrset with the same name, type and "
                + set.routing().kind().elementName() + " exists.");
    }

    private static String described(RecordSet set) {
        String identifier = set.key().setIdentifier();
        return "RRSet with DNS name " + set.name() + ", type " + set.type()
                + (identifier.isEmpty() ? "" : ", SetIdentifier " + identifier);
    }

    private static String inWords(Kind kind) {
        return kind == Kind.MULTIVALUE ? "multivalue answer" : kind.name().toLowerCase(Locale.ROOT);
    }
}
