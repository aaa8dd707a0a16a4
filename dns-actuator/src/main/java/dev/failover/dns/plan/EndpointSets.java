package dev.failover.dns.plan;

import dev.failover.event.Decision;
import dev.failover.event.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which of a name's sets belongs to which endpoint, where each has one of its own. */
final class EndpointSets {

    private EndpointSets() {}

    /** The endpoint whose set has this identifier. */
    static Optional<String> owner(Decision decision, RecordSet set) {
        return decision.targets().entrySet().stream()
                .filter(endpoint -> set.role()
                        .setIdentifier()
                        .filter(endpoint.getValue().setIdentifierOf(endpoint.getKey())::equals)
                        .isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The endpoint of the one set that answers. */
    static String holder(Decision decision, RecordSnapshot record) {
        return owner(decision, record.answering().orElseThrow()).orElseThrow();
    }

    static Optional<RecordSet> of(Decision decision, RecordSnapshot record, String endpoint) {
        return record.set(identifier(decision, endpoint));
    }

    static String identifier(Decision decision, String endpoint) {
        return target(decision, endpoint).setIdentifierOf(endpoint);
    }

    static Target target(Decision decision, String endpoint) {
        return Objects.requireNonNull(decision.targets().get(endpoint), endpoint);
    }

    /** An endpoint's set that somebody gave another answer. */
    static Optional<String> edited(Decision decision, RecordSnapshot record) {
        return record.sets().stream()
                .flatMap(set -> edited(decision, set).stream())
                .findFirst();
    }

    private static Optional<String> edited(Decision decision, RecordSet set) {
        return owner(decision, set)
                .filter(endpoint ->
                        !Values.sameAnswer(decision.record().type(), target(decision, endpoint), set.target()))
                .map(endpoint -> humanEdit(decision) + " has the set " + set + ", but " + endpoint + " is "
                        + target(decision, endpoint));
    }

    static String humanEdit(Decision decision) {
        return "HUMAN_EDIT: " + decision.record().name();
    }

    /** A set as a new name gets it. */
    static RecordSet created(Decision decision, String endpoint, RecordSet.Role role) {
        Target target = target(decision, endpoint);
        // The identifier is the role's to carry: what is read back from a zone has it there alone.
        return new RecordSet(
                target.inSet(null),
                target.aliasTarget().isPresent() ? null : decision.record().ttl(),
                role,
                null);
    }

    static String shown(List<RecordSet> sets) {
        return String.join("; ", sets.stream().map(RecordSet::toString).toList());
    }
}
