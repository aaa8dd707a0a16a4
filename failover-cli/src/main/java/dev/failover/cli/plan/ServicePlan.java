package dev.failover.cli.plan;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsChange;
import dev.failover.event.ServiceSpec;
import dev.failover.service.Durations;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What would become of one service's name.
 *
 * @param endpoint which the name has afterwards; empty where nothing is known of it, or nothing is done
 * @param before the record's sets as they were read
 * @param reason why nothing is done, or what has to be known of what is; a sentence
 */
record ServicePlan(
        ServiceSpec spec,
        Action action,
        Optional<String> endpoint,
        List<RecordSet> before,
        List<RecordSet> after,
        Optional<FenceSnapshot> fenceBefore,
        Optional<FenceSnapshot> fenceAfter,
        Optional<String> reason,
        Recovery recovery) {

    enum Action {
        /** The name does not exist yet. */
        CREATE,
        /** The name gets another answer. */
        MOVE,
        /** The name stays as it is, and its fence is written beside it. */
        FENCE,
        UNCHANGED,
        REFUSED,
        /** Its sets are provided by another command. */
        STEERING
    }

    static ServicePlan of(ServiceSpec spec, Found found, Planned planned, Recovery recovery) {
        if (planned instanceof Planned.Change change) {
            return changed(spec, change.plan(), recovery);
        }
        List<RecordSet> sets = found.record().map(RecordSnapshot::sets).orElse(List.of());
        boolean refused = planned instanceof Planned.Refused;
        return new ServicePlan(
                spec,
                refused ? Action.REFUSED : Action.UNCHANGED,
                planned instanceof Planned.Done done ? Optional.of(done.endpoint()) : Optional.empty(),
                sets,
                sets,
                found.fence(),
                found.fence(),
                planned instanceof Planned.Refused why ? Optional.of(why.reason()) : Optional.empty(),
                recovery);
    }

    private static ServicePlan changed(ServiceSpec spec, Plan plan, Recovery recovery) {
        List<RecordSet> before = plan.before().map(RecordSnapshot::sets).orElse(List.of());
        List<RecordSet> after = plan.after().sets();
        Action action = before.equals(after) ? Action.FENCE : Action.MOVE;
        return new ServicePlan(
                spec,
                before.isEmpty() ? Action.CREATE : action,
                Optional.of(plan.decision().destination().orElse(plan.endpoint())),
                before,
                after,
                plan.fenceBefore(),
                Optional.of(plan.fenceAfter()),
                plan.part()
                        .flatMap(part -> steps(spec, part))
                        .or(() -> plan.after().caveat()),
                recovery);
    }

    private static Optional<String> steps(ServiceSpec spec, DnsChange.Part part) {
        return Optional.ofNullable(spec.policy().gradual()).map(rule -> {
            List<Integer> rest = rule.shares().stream()
                    .filter(share -> share >= part.share())
                    .toList();
            String shares = rest.stream().map(share -> share + " %").collect(Collectors.joining(", "));
            return "by steps: " + part.endpoint() + " gets " + shares
                    + " and then all of the answers, each once the one"
                    + " before it is confirmed and both endpoints are UP for " + Durations.text(rule.every()) + ": "
                    + Durations.text(rule.every().multipliedBy(rest.size()))
                    + " at least; at once where the other one is not UP, or with --at-once";
        });
    }

    /** Nothing was read. */
    static ServicePlan unread(ServiceSpec spec, Action action, String reason, Recovery recovery) {
        return new ServicePlan(
                spec,
                action,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(reason),
                recovery);
    }
}
