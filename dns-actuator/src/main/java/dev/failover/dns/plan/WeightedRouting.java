package dev.failover.dns.plan;

import dev.failover.dns.plan.RecordSet.Role;
import dev.failover.event.Decision;
import java.util.List;
import java.util.Optional;

/** A set for each endpoint: the only one with a weight above 0 has the name. A move gives it 100, and the others 0. */
final class WeightedRouting implements RoutingRules {

    private static final long ALL = 100;

    @Override
    public String word() {
        return "weighted";
    }

    @Override
    public boolean isOfThisKind(RecordSet set) {
        return set.role() instanceof Role.Weighted;
    }

    @Override
    public Optional<String> objection(Decision decision, RecordSnapshot record) {
        List<RecordSet> answering =
                record.sets().stream().filter(RecordSet::answers).toList();
        Optional<RecordSet> stranger = answering.stream()
                .filter(set -> EndpointSets.owner(decision, set).isEmpty())
                .findFirst();
        if (stranger.isPresent()) {
            return Optional.of(EndpointSets.humanEdit(decision) + " has the set " + stranger.get()
                    + ", which belongs to none of its endpoints: give it weight 0, or name it as a setIdentifier");
        } else if (answering.size() != 1) {
            return Optional.of(EndpointSets.humanEdit(decision) + " has " + answering.size()
                    + " sets with a weight above 0, and exactly one has the name: found "
                    + EndpointSets.shown(record.sets()));
        }
        return EndpointSets.edited(decision, record);
    }

    @Override
    public String holder(Decision decision, RecordSnapshot record) {
        return EndpointSets.holder(decision, record);
    }

    @Override
    public Optional<String> obstacle(Decision decision, RecordSnapshot record, String endpoint) {
        return EndpointSets.of(decision, record, endpoint).isPresent()
                ? Optional.empty()
                : Optional.of(decision.record().name() + " has no weighted set '"
                        + EndpointSets.identifier(decision, endpoint) + "' for " + endpoint
                        + ": create it with weight 0; found " + EndpointSets.shown(record.sets()));
    }

    @Override
    public RecordSnapshot moved(Decision decision, RecordSnapshot record, String endpoint) {
        String identifier = EndpointSets.identifier(decision, endpoint);
        return new RecordSnapshot(record.sets().stream()
                .map(set ->
                        weighed(set, set.role().setIdentifier().orElseThrow().equals(identifier)))
                .toList());
    }

    private static RecordSet weighed(RecordSet set, boolean chosen) {
        // A set that answers alone already keeps the weight that it has.
        boolean stays = set.answers() == chosen;
        return stays
                ? set
                : set.with(new Role.Weighted(set.role().setIdentifier().orElseThrow(), chosen ? ALL : 0));
    }

    @Override
    public RecordSnapshot created(Decision decision, String endpoint) {
        return new RecordSnapshot(decision.targets().keySet().stream()
                .map(each -> EndpointSets.created(
                        decision,
                        each,
                        new Role.Weighted(EndpointSets.identifier(decision, each), each.equals(endpoint) ? ALL : 0)))
                .toList());
    }
}
