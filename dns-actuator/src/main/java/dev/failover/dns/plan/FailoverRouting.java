package dev.failover.dns.plan;

import dev.failover.dns.plan.RecordSet.Role;
import dev.failover.event.Decision;
import java.util.List;
import java.util.Optional;

/**
 * Two sets: the endpoint of the PRIMARY one has the name, and a move swaps the roles. Health checks stay with their
 * endpoint's set. A set is PRIMARY only with a health check or as an alias that evaluates its target's health: Route 53
 * takes no other.
 */
final class FailoverRouting implements RoutingRules {

    @Override
    public String word() {
        return "failover";
    }

    @Override
    public boolean isOfThisKind(RecordSet set) {
        return set.role() instanceof Role.Failover;
    }

    @Override
    public Optional<String> objection(Decision decision, RecordSnapshot record, Optional<Holding> fenced) {
        Optional<RecordSet> stranger = record.sets().stream()
                .filter(set -> EndpointSets.owner(decision, set).isEmpty())
                .findFirst();
        if (stranger.isPresent()) {
            return Optional.of(EndpointSets.humanEdit(decision) + " has the set " + stranger.get()
                    + ", which belongs to none of its endpoints: delete it, or name it as a setIdentifier");
        } else if (record.answering().isEmpty()) {
            return Optional.of(EndpointSets.humanEdit(decision) + " has no PRIMARY set: found "
                    + EndpointSets.shown(record.sets()));
        }
        return EndpointSets.edited(decision, record);
    }

    @Override
    public Holding holding(Decision decision, RecordSnapshot record, Optional<Holding> fenced) {
        return Holding.whole(EndpointSets.holder(decision, record));
    }

    @Override
    public Optional<String> obstacle(Decision decision, RecordSnapshot record, String endpoint) {
        Optional<RecordSet> destination = EndpointSets.of(decision, record, endpoint);
        if (destination.isEmpty()) {
            return Optional.of(decision.record().name() + " has no failover set '"
                    + EndpointSets.identifier(decision, endpoint) + "' for " + endpoint
                    + ": create it as SECONDARY; found " + EndpointSets.shown(record.sets()));
        }
        return record.sets().stream()
                .filter(FailoverRouting::isBlindAlias)
                .findFirst()
                .map(set -> "the alias of " + set + " does not evaluate its target's health, which Route 53 asks of a"
                        + " failover set: set EvaluateTargetHealth")
                .or(() -> uncheckedPrimary(destination.get()));
    }

    private static boolean isBlindAlias(RecordSet set) {
        return set.target()
                .aliasTarget()
                .filter(alias -> !alias.evaluateTargetHealth())
                .isPresent();
    }

    private static Optional<String> uncheckedPrimary(RecordSet set) {
        return set.isChecked()
                ? Optional.empty()
                : Optional.of("the set " + set + " cannot become PRIMARY: it has no health check, which Route 53 asks"
                        + " of a PRIMARY set that is no alias; attach one, or use routing weighted");
    }

    @Override
    public RecordSnapshot moved(Decision decision, RecordSnapshot record, Holding next) {
        String identifier = EndpointSets.identifier(decision, next.endpoint());
        return new RecordSnapshot(record.sets().stream()
                .map(set -> {
                    String own = set.role().setIdentifier().orElseThrow();
                    return set.with(new Role.Failover(own, own.equals(identifier)));
                })
                .toList());
    }

    @Override
    public RecordSnapshot created(Decision decision, String endpoint) {
        return new RecordSnapshot(decision.targets().keySet().stream()
                .map(each -> EndpointSets.created(
                        decision,
                        each,
                        new Role.Failover(EndpointSets.identifier(decision, each), each.equals(endpoint))))
                .toList());
    }

    /** Route 53 would take the SECONDARY one of two without a check, and then no move to it. */
    @Override
    public Optional<String> uncreatable(Decision decision) {
        List<String> plain = decision.targets().entrySet().stream()
                .filter(endpoint -> endpoint.getValue().aliasTarget().isEmpty())
                .map(endpoint -> endpoint.getKey() + " " + endpoint.getValue())
                .toList();
        return plain.isEmpty()
                ? Optional.empty()
                : Optional.of(decision.record().name() + " does not exist, and Route 53 takes a PRIMARY set that is no"
                        + " alias only with a health check, which is not ours to make: create both sets, " + plain
                        + " with theirs");
    }
}
