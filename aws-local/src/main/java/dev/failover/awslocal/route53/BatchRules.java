package dev.failover.awslocal.route53;

import dev.failover.awslocal.route53.Change.Action;
import dev.failover.awslocal.wire.AwsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Applies a change batch to a draft of the zone, one change after the other, and collects every problem in that order.
 * Pure: either the draft with all changes, or one InvalidChangeBatch with all messages.
 */
final class BatchRules {

    static final int MAX_ELEMENTS = 1_000;
    static final int MAX_CHARACTERS = 32_000;
    static final int MAX_RECORD_SETS_PER_ZONE = 10_000;

    private final Zone zone;
    private final Draft draft;
    private final SiblingRules siblings;
    private final Map<RecordKey, Action> seen = new HashMap<>();

    private BatchRules(Zone zone) {
        this.zone = zone;
        this.draft = new Draft(zone.current());
        this.siblings = new SiblingRules(zone.name());
    }

    static Draft apply(Zone zone, Change.Batch batch, Predicate<String> healthCheckExists) {
        refuseTooLarge(batch);
        refuseUnknownHealthChecks(batch, healthCheckExists);
        return new BatchRules(zone).apply(batch);
    }

    private static void refuseTooLarge(Change.Batch batch) {
        List<String> problems = new ArrayList<>();
        if (batch.changes().stream().mapToInt(Change::elements).sum() > MAX_ELEMENTS) {
            problems.add("Number of records limit of " + MAX_ELEMENTS + " exceeded.");
        }
        if (batch.changes().stream().mapToInt(Change::characters).sum() > MAX_CHARACTERS) {
            problems.add("RDATA character limit of " + MAX_CHARACTERS + " exceeded.");
        }
        refuse(problems);
    }

    private static void refuseUnknownHealthChecks(Change.Batch batch, Predicate<String> exists) {
        for (Change change : batch.changes()) {
            String id = change.set().healthCheckId();
            if (id != null && change.action() != Action.DELETE && !exists.test(id)) {
                throw HealthChecks.unknown(id);
            }
        }
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new AwsException(400, "InvalidChangeBatch", "[" + String.join(", ", problems) + "]");
        }
    }

    private Draft apply(Change.Batch batch) {
        List<String> problems = new ArrayList<>();
        batch.changes().forEach(change -> problems.addAll(apply(change)));
        if (problems.isEmpty()) {
            problems.addAll(wholeZoneProblems());
            batch.changes().forEach(change -> aliasProblem(change).ifPresent(problems::add));
        }
        refuse(problems);
        return draft;
    }

    private List<String> apply(Change change) {
        RecordSet set = change.set();
        if (!set.name().isWithin(zone.name())) {
            return List.of("RRSet with DNS name " + set.name() + " is not permitted in zone " + zone.name());
        }
        Action before = seen.put(set.key(), change.action());
        if (before != null && !(before == Action.DELETE && change.action() == Action.CREATE)) {
            return List.of("The request contains an invalid set of changes for a resource record set '" + set.type()
                    + " " + set.name() + "'");
        }
        return switch (change.action()) {
            case DELETE -> delete(set);
            case CREATE -> create(set);
            case UPSERT -> put(set);
        };
    }

    private List<String> delete(RecordSet set) {
        Optional<RecordSet> current = draft.get(set.key());
        draft.remove(set.key());
        if (current.isEmpty()) {
            return List.of("Tried to delete resource record set " + set.key().inWords() + " but it was not found");
        }
        if (!current.get().isExactly(set)) {
            return List.of("Tried to delete resource record set " + set.key().inWords()
                    + " but the values provided do not match the current values");
        }
        return List.of();
    }

    private List<String> create(RecordSet set) {
        if (draft.get(set.key()).isPresent()) {
            return List.of("Tried to create resource record set " + set.key().inWords() + " but it already exists");
        }
        return put(set);
    }

    private List<String> put(RecordSet set) {
        List<String> problems = new ArrayList<>(RecordValues.problems(set));
        problems.addAll(siblings.problems(set, draft.at(set.name())));
        draft.put(set);
        return problems;
    }

    private List<String> wholeZoneProblems() {
        List<RecordSet> apex = draft.at(zone.name());
        List<String> problems = new ArrayList<>();
        if (apex.stream().noneMatch(set -> set.type().equals("SOA"))) {
            problems.add("A HostedZone must contain exactly one SOA record.");
        }
        if (apex.stream().noneMatch(set -> set.type().equals("NS"))) {
            problems.add("A HostedZone must contain at least one NS record for the zone itself.");
        }
        if (draft.growth() > 0 && zone.current().size() + draft.growth() > MAX_RECORD_SETS_PER_ZONE) {
            problems.add("Exceeded limit MAX_RRSETS_BY_ZONE for zone: " + zone.id());
        }
        return problems;
    }

    /** An alias into its own zone needs its target there once the whole batch is applied. */
    private Optional<String> aliasProblem(Change change) {
        AliasTarget alias = change.set().alias();
        if (alias == null
                || change.action() == Action.DELETE
                || !alias.hostedZoneId().equals(zone.id())) {
            return Optional.empty();
        }
        String what = "Tried to create an alias that targets " + alias.dnsName() + ", type "
                + change.set().type() + " in zone " + zone.id() + ", but ";
        if (!alias.dnsName().isWithin(zone.name())) {
            return Optional.of(what + "the alias target name does not lie within the target zone");
        }
        boolean found = draft.at(alias.dnsName()).stream()
                .anyMatch(target -> target.type().equals(change.set().type())
                        && !target.key().equals(change.set().key()));
        return found ? Optional.empty() : Optional.of(what + "that target was not found");
    }
}
