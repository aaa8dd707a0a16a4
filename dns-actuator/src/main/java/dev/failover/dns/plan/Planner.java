package dev.failover.dns.plan;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange.Part;
import dev.failover.event.DnsRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a decision means for the zone as it was found; the first row that holds. Done: nothing is written, and
 * what the name really has is confirmed.
 *
 * <pre>
 * found                                          CLAIM                        a move
 * something that is not ours to change           refused                      refused
 * sets of another routing than is configured     refused                      refused
 * a fence that cannot be read, or a foreign one  refused                      refused
 * no record, no fence                            create at the first endpoint refused
 * no record, our fence                           refused: deleted             refused: deleted
 * a value that no endpoint has                   refused: HUMAN_EDIT          refused: HUMAN_EDIT
 * weighted: a set of ours with another's answer  refused: HUMAN_EDIT          refused: HUMAN_EDIT
 *   weight above 0 in no set, or in several      refused: HUMAN_EDIT          refused: HUMAN_EDIT
 *   weight above 0 in a set of nobody            refused: HUMAN_EDIT          refused: HUMAN_EDIT
 *   weight 0 in a set of nobody                  left as it is                left as it is
 * failover: a set of ours with another's answer  refused: HUMAN_EDIT          refused: HUMAN_EDIT
 *   no PRIMARY set, or a set of nobody           refused: HUMAN_EDIT          refused: HUMAN_EDIT
 * record, no fence, not adopting                 refused                      refused
 * record, no fence                               fence it                     change it
 * record, fence of this very decision            done (a replay)              done (a replay)
 * record, fence of this epoch, put there by hand fence it anew                refused: a rival
 * record, our older fence, put there by hand     fence it anew                change it
 * record, fence of this epoch, another decision  done                         refused: a rival
 * record, newer fence                            done                         refused: stale
 * record, our older fence, epochs in between     fence it anew                change it
 * record, our older fence of another endpoint    fence it anew                change it
 * record, our older fence                        done                         change it
 * </pre>
 *
 * To change it is refused all the same where the destination has no set of its own, or could not be PRIMARY. Two sets with a
 * weight above 0 are no edit where they are exactly the shares in our fence: a claim leaves them, fences them anew where a
 * row says so, and answers with both; a move ends them, and a step goes on from them, but not from anything else than the
 * fence says.
 *
 * The epochs in between are those of decisions that were not carried out: refused, lapsed, or given up as uncertain. A
 * claim that overtakes them puts its own epoch there, or one of them, read again or carried out late by the provider,
 * would still move the name, and nobody would know (scenarios 25, 41 and 49). What was put there by hand, by {@code failover
 * dns move}, stays by hand until a claim has adopted it: that tells {@code Drift} that it has been heard of.
 */
public final class Planner {

    private final String owner;

    /**
     * A planner.
     *
     * @param owner the deployment whose fences are ours
     */
    public Planner(String owner) {
        this.owner = owner;
    }

    public Planned plan(Decision decision, Found found) {
        Optional<String> objection = objection(decision, found);
        if (objection.isPresent()) {
            return new Planned.Refused(objection.get());
        } else if (found.record().isEmpty()) {
            return create(decision);
        }
        RecordSnapshot record = found.record().get();
        RoutingRules rules = RoutingRules.of(decision.record().routing());
        Optional<Holding> fenced = found.fence().flatMap(FenceSnapshot::fence).map(Fence::holding);
        Optional<String> unclear =
                otherRouting(decision, record, rules).or(() -> rules.objection(decision, record, fenced));
        if (unclear.isPresent()) {
            return new Planned.Refused(unclear.get());
        }
        Holding holding = rules.holding(decision, record, fenced);
        return found.fence().isEmpty()
                ? adopt(decision, record, holding)
                : plan(decision, record, holding, found.fence().get());
    }

    /** Scenario 47: a person made it another kind of record, or the configuration is wrong. */
    static Optional<String> otherRouting(Decision decision, RecordSnapshot record, RoutingRules rules) {
        List<RecordSet> others =
                record.sets().stream().filter(set -> !rules.isOfThisKind(set)).toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        String kind = List.of(new SimpleRouting(), new WeightedRouting(), new FailoverRouting()).stream()
                .filter(each -> each.isOfThisKind(others.get(0)))
                .map(RoutingRules::word)
                .findFirst()
                .orElseThrow();
        return Optional.of(decision.record().name() + " " + decision.record().type() + " is not " + rules.word()
                + ", as record.routing says, but " + kind + ": found " + EndpointSets.shown(others)
                + "; make it " + rules.word() + ", or set record.routing to " + kind);
    }

    private Optional<String> objection(Decision decision, Found found) {
        if (found.oddity().isPresent()) {
            return found.oddity();
        } else if (found.fence().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> foreign = found.fence().get().foreign(decision.record(), owner, decision.service());
        if (foreign.isPresent()) {
            return foreign;
        } else if (found.record().isEmpty()) {
            return Optional.of(decision.record().name() + " was deleted by somebody else; its fence is still there");
        }
        return Optional.empty();
    }

    /** A name that nobody has yet begins at its preferred endpoint. */
    private Planned create(Decision decision) {
        if (decision.kind() != Decision.Kind.CLAIM) {
            return new Planned.Refused(decision.record().name() + " does not exist, and a move does not create it");
        }
        RoutingRules rules = RoutingRules.of(decision.record().routing());
        Optional<String> uncreatable = rules.uncreatable(decision);
        if (uncreatable.isPresent()) {
            return new Planned.Refused(uncreatable.get());
        }
        String preferred = decision.targets().keySet().iterator().next();
        return planned(decision, Holding.whole(preferred), null, rules.created(decision, preferred), null);
    }

    private Planned adopt(Decision decision, RecordSnapshot record, Holding found) {
        if (!decision.adopt()) {
            return new Planned.Refused(
                    decision.record().name() + " exists and carries no fence; `failover apply --adopt` takes it over");
        }
        return change(decision, found, found, record, null);
    }

    private Planned plan(Decision decision, RecordSnapshot record, Holding holding, FenceSnapshot snapshot) {
        Fence fence = snapshot.fence().orElseThrow();
        boolean replay = fence.decision().equals(decision.id()) && fence.epoch() == decision.epoch();
        if (replay) {
            return new Planned.Done(fence.epoch(), holding, record, snapshot);
        } else if (decision.kind() == Decision.Kind.CLAIM) {
            boolean overtakes = decision.epoch() > fence.epoch() + 1;
            boolean adopts = decision.epoch() > fence.epoch() && !holding.equals(fence.holding());
            boolean byHand = decision.epoch() >= fence.epoch() && Decision.isByHand(fence.decision());
            return overtakes || adopts || byHand
                    ? change(decision, holding, fence.holding(), record, snapshot)
                    : new Planned.Done(fence.epoch(), holding, record, snapshot);
        } else if (fence.epoch() >= decision.epoch()) {
            return new Planned.Refused(overtaken(decision, fence));
        }
        return change(decision, holding, fence.holding(), record, snapshot);
    }

    private static String overtaken(Decision decision, Fence fence) {
        boolean rival = fence.epoch() == decision.epoch();
        return decision.id() + (rival ? " has a rival: " : " is stale: ") + "the zone has epoch " + fence.epoch()
                + " of " + fence.decision() + ", this is epoch " + decision.epoch();
    }

    /**
     * The change.
     *
     * @param found whose the answers are
     * @param fenced whose they are by the fence
     */
    private Planned change(
            Decision decision,
            Holding found,
            Holding fenced,
            RecordSnapshot before,
            @Nullable FenceSnapshot fenceBefore) {
        Optional<String> destination = decision.destination();
        if (destination.isEmpty()) {
            // A claim leaves the record as it is; it is in the batch all the same, so that a change made meanwhile by
            // somebody else refuses it.
            return planned(decision, found, before, before, fenceBefore);
        }
        RoutingRules rules = RoutingRules.of(decision.record().routing());
        Optional<String> obstacle = rules.obstacle(decision, before, destination.get())
                .or(() -> decision.movesAPart() ? noStep(decision, found, fenced) : Optional.empty());
        if (obstacle.isPresent()) {
            return new Planned.Refused(obstacle.get());
        }
        Holding next = next(decision, destination.get());
        return planned(decision, next, before, rules.moved(decision, before, next), fenceBefore);
    }

    private static Holding next(Decision decision, String destination) {
        return decision.movesAPart()
                ? new Holding(
                        Objects.requireNonNull(decision.from()),
                        Optional.of(new Part(destination, Objects.requireNonNull(decision.share()))))
                : Holding.whole(destination);
    }

    /** A step goes on from what the one before it has put there: where a person has intervened, it would overrule them. */
    private static Optional<String> noStep(Decision decision, Holding found, Holding fenced) {
        String name = decision.record().name();
        if (decision.record().routing() != DnsRecord.Routing.WEIGHTED) {
            return Optional.of(name + " cannot give " + decision.to() + " a part of its answers: that needs routing"
                    + " weighted");
        } else if (!found.endpoint().equals(decision.from())) {
            return Optional.of(name + " has " + found.endpoint() + ", and this is a step away from " + decision.from());
        } else if (!found.equals(fenced)) {
            return Optional.of("HUMAN_EDIT: " + name + " has " + found + ", but its fence says " + fenced
                    + ": a gradual move does not go on from there");
        }
        return Optional.empty();
    }

    private Planned planned(
            Decision decision,
            Holding next,
            @Nullable RecordSnapshot before,
            RecordSnapshot after,
            @Nullable FenceSnapshot fenceBefore) {
        Fence fence =
                new Fence(owner, decision.service(), decision.epoch(), decision.id(), next.endpoint(), next.part());
        return new Planned.Change(new Plan(
                decision,
                next.endpoint(),
                Optional.ofNullable(before),
                after,
                Optional.ofNullable(fenceBefore),
                FenceSnapshot.of(fence)));
    }
}
