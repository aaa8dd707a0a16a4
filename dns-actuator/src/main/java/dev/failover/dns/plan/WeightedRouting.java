package dev.failover.dns.plan;

import dev.failover.dns.plan.RecordSet.Role;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set for each endpoint: the only one with a weight above 0 has the name, and a move gives it 100 and the others 0. In a
 * gradual move two have one: exactly the shares that our fence says.
 */
final class WeightedRouting implements RoutingRules {

    private static final int ALL = 100;

    @Override
    public String word() {
        return "weighted";
    }

    @Override
    public boolean isOfThisKind(RecordSet set) {
        return set.role() instanceof Role.Weighted;
    }

    @Override
    public Optional<String> objection(Decision decision, RecordSnapshot record, Optional<Holding> fenced) {
        if (isShared(decision, record, fenced)) {
            return EndpointSets.edited(decision, record);
        }
        List<RecordSet> answering = record.allAnswering();
        Optional<RecordSet> stranger = answering.stream()
                .filter(set -> EndpointSets.owner(decision, set).isEmpty())
                .findFirst();
        if (stranger.isPresent()) {
            return Optional.of(EndpointSets.humanEdit(decision) + " has the set " + stranger.get()
                    + ", which belongs to none of its endpoints: give it weight 0, or name it as a setIdentifier");
        } else if (answering.size() != 1) {
            return Optional.of(EndpointSets.humanEdit(decision) + " has " + answering.size()
                    + " sets with a weight above 0, and exactly one has the name"
                    + fenced.filter(each -> each.part().isPresent())
                            .map(each -> ", or two as the fence says: " + each)
                            .orElse("")
                    + ": found " + EndpointSets.shown(record.sets()));
        }
        return EndpointSets.edited(decision, record);
    }

    /** Whether the weights are those of the gradual move in our fence, to the figure. */
    private static boolean isShared(Decision decision, RecordSnapshot record, Optional<Holding> fenced) {
        Optional<Holding> shared = fenced.filter(each -> each.part().isPresent())
                .filter(each -> decision.targets().containsKey(each.endpoint()));
        if (shared.isEmpty()) {
            return false;
        }
        Map<String, Integer> weights = weights(decision, shared.get());
        List<RecordSet> answering = record.allAnswering();
        return answering.size() == weights.size()
                && answering.stream()
                        .allMatch(set -> weight(set)
                                == weights.getOrDefault(identifier(set), 0).longValue());
    }

    private static long weight(RecordSet set) {
        return ((Role.Weighted) set.role()).weight();
    }

    private static String identifier(RecordSet set) {
        return set.role().setIdentifier().orElseThrow();
    }

    /** The weights above 0, by the sets' identifiers. */
    private static Map<String, Integer> weights(Decision decision, Holding holding) {
        int share = holding.part().map(Part::share).orElse(0);
        Map<String, Integer> weights = new HashMap<>();
        weights.put(EndpointSets.identifier(decision, holding.endpoint()), ALL - share);
        // An endpoint that was removed from the services has the identifier that it has by default.
        holding.part()
                .map(Part::endpoint)
                .map(to -> decision.targets().containsKey(to) ? EndpointSets.identifier(decision, to) : to)
                .ifPresent(identifier -> weights.put(identifier, share));
        return weights;
    }

    @Override
    public Holding holding(Decision decision, RecordSnapshot record, Optional<Holding> fenced) {
        return isShared(decision, record, fenced)
                ? fenced.orElseThrow()
                : Holding.whole(EndpointSets.holder(decision, record));
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
    public RecordSnapshot moved(Decision decision, RecordSnapshot record, Holding next) {
        Map<String, Integer> weights = weights(decision, next);
        // A set that answers alone already keeps the weight that it has.
        Optional<String> alone = next.part().isPresent()
                ? Optional.empty()
                : record.answering().map(WeightedRouting::identifier).filter(weights::containsKey);
        return alone.isPresent()
                ? record
                : new RecordSnapshot(record.sets().stream()
                        .map(set -> weighed(set, weights.getOrDefault(identifier(set), 0)))
                        .toList());
    }

    private static RecordSet weighed(RecordSet set, int weight) {
        return set.with(new Role.Weighted(identifier(set), weight));
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
