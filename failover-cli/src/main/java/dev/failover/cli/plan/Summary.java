package dev.failover.cli.plan;

import dev.failover.cli.plan.ServicePlan.Action;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many services there are of each kind of plan. */
record Summary(Map<Action, Integer> counts) {

    static Summary of(List<ServicePlan> plans) {
        Map<Action, Integer> counts = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            counts.put(action, 0);
        }
        plans.forEach(plan -> counts.merge(plan.action(), 1, Integer::sum));
        return new Summary(counts);
    }

    int count(Action action) {
        return counts.getOrDefault(action, 0);
    }

    /** What seldom is stands there only when it is. */
    String text() {
        return "Plan: " + count(Action.CREATE) + " to create, "
                + (count(Action.MOVE) == 0 ? "" : count(Action.MOVE) + " to move, ")
                + count(Action.FENCE) + " to fence, "
                + count(Action.UNCHANGED) + " unchanged, "
                + count(Action.REFUSED) + " refused"
                + (count(Action.STEERING) == 0 ? "" : ", " + count(Action.STEERING) + " by steering");
    }
}
