package dev.failover.dns.plan;

import dev.failover.event.Decision;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.util.Map;
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
 * a fence that cannot be read, or a foreign one  refused                      refused
 * no record, no fence                            create at the first endpoint refused
 * no record, our fence                           refused: deleted             refused: deleted
 * a value that no endpoint has                   refused: HUMAN_EDIT          refused: HUMAN_EDIT
 * record, no fence                               fence it, if adopting        change it, if adopting
 * record, fence of this very decision            done (a replay)              done (a replay)
 * record, fence of this epoch, another decision  done                         refused: a rival
 * record, newer fence                            done                         refused: stale
 * record, our older fence, epochs in between     fence it anew                change it
 * record, our older fence                        done                         change it
 * </pre>
 *
 * The epochs in between are those of decisions that were not carried out: refused, lapsed, or given up as uncertain. A
 * claim that overtakes them puts its own epoch there, or one of them, read again or carried out late by the provider,
 * would still move the name, and nobody would know (scenarios 25, 41 and 49).
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
        Optional<String> holder = holder(decision, record);
        if (holder.isEmpty()) {
            return new Planned.Refused("HUMAN_EDIT: " + decision.record().name() + " holds " + record.shown()
                    + ", which is none of its endpoints " + decision.targets());
        }
        return found.fence().isEmpty()
                ? adopt(decision, record, holder.get())
                : plan(decision, record, holder.get(), found.fence().get());
    }

    private Optional<String> objection(Decision decision, Found found) {
        if (found.oddity().isPresent()) {
            return found.oddity();
        } else if (found.fence().isEmpty()) {
            return Optional.empty();
        }
        Optional<Fence> fence = found.fence().get().fence();
        String name = decision.record().fenceName();
        if (fence.isEmpty()) {
            return Optional.of(name + " holds '" + found.fence().get().text() + "', which is no fence");
        } else if (!fence.get().owner().equals(owner)) {
            return Optional.of(name + " is the fence of owner " + fence.get().owner() + ", not of " + owner);
        } else if (!fence.get().service().equals(decision.service())) {
            return Optional.of(name + " is the fence of service " + fence.get().service());
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
        String preferred = decision.targets().keySet().iterator().next();
        return change(decision, preferred, null, null);
    }

    private Planned adopt(Decision decision, RecordSnapshot record, String holder) {
        if (!decision.adopt()) {
            return new Planned.Refused(
                    decision.record().name() + " exists and carries no fence; `failover apply --adopt` takes it over");
        }
        return change(decision, decision.destination().orElse(holder), record, null);
    }

    private Planned plan(Decision decision, RecordSnapshot record, String holder, FenceSnapshot snapshot) {
        Fence fence = snapshot.fence().orElseThrow();
        boolean replay = fence.decision().equals(decision.id()) && fence.epoch() == decision.epoch();
        if (replay) {
            return new Planned.Done(fence.epoch(), holder, record, snapshot);
        } else if (decision.kind() == Decision.Kind.CLAIM) {
            return decision.epoch() > fence.epoch() + 1
                    ? change(decision, holder, record, snapshot)
                    : new Planned.Done(fence.epoch(), holder, record, snapshot);
        } else if (fence.epoch() >= decision.epoch()) {
            return new Planned.Refused(overtaken(decision, fence));
        }
        return change(decision, decision.destination().orElseThrow(), record, snapshot);
    }

    private static String overtaken(Decision decision, Fence fence) {
        boolean rival = fence.epoch() == decision.epoch();
        return decision.id() + (rival ? " has a rival: " : " is stale: ") + "the zone has epoch " + fence.epoch()
                + " of " + fence.decision() + ", this is epoch " + decision.epoch();
    }

    private Planned change(
            Decision decision, String endpoint, @Nullable RecordSnapshot before, @Nullable FenceSnapshot fenceBefore) {
        Target target = Objects.requireNonNull(decision.targets().get(endpoint), endpoint);
        RecordSnapshot after = after(decision, target, before);
        Fence fence = new Fence(owner, decision.service(), decision.epoch(), decision.id(), endpoint);
        return new Planned.Change(new Plan(
                decision,
                endpoint,
                Optional.ofNullable(before),
                after,
                Optional.ofNullable(fenceBefore),
                FenceSnapshot.of(fence)));
    }

    private static RecordSnapshot after(Decision decision, Target target, @Nullable RecordSnapshot before) {
        if (before != null && decision.kind() == Decision.Kind.CLAIM) {
            // A claim leaves the record as it is; it is in the batch all the same, so that a change made meanwhile by
            // somebody else refuses it.
            return before;
        }
        return new RecordSnapshot(
                target,
                target.aliasTarget().isPresent() ? null : decision.record().ttl());
    }

    /** The endpoint whose target the record holds. */
    private static Optional<String> holder(Decision decision, RecordSnapshot record) {
        return decision.targets().entrySet().stream()
                .filter(target -> sameAnswer(decision.record().type(), target.getValue(), record.target()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Route 53 keeps {@code EvaluateTargetHealth} beside an alias; it changes no answer's place. */
    private static boolean sameAnswer(RecordType type, Target wanted, Target found) {
        if (wanted.aliasTarget().isPresent() && found.aliasTarget().isPresent()) {
            return withoutPrefix(wanted.aliasTarget().get().name())
                    .equals(withoutPrefix(found.aliasTarget().get().name()));
        }
        return wanted.aliasTarget().isEmpty()
                && found.aliasTarget().isEmpty()
                && Values.alike(type, wanted.values()).equals(Values.alike(type, found.values()));
    }

    /** The console puts {@code dualstack.} before a load balancer's name. */
    private static String withoutPrefix(String name) {
        return name.startsWith("dualstack.") ? name.substring("dualstack.".length()) : name;
    }
}
