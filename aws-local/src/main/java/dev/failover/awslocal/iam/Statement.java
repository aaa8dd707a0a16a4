package dev.failover.awslocal.iam;

import java.util.List;

/** One statement of a policy: it speaks of an attempt when action, resource and all conditions fit. */
record Statement(boolean allow, List<String> actions, List<String> resources, List<Condition> conditions) {

    boolean speaksOf(Attempt attempt) {
        return actions.stream().anyMatch(action -> Glob.withoutCase(action).matches(attempt.action()))
                && resources.stream().anyMatch(resource -> Glob.of(resource).matches(attempt.resource()))
                // What is undefined allows nothing and denies.
                && conditions.stream().allMatch(condition -> condition.holds(attempt, !allow));
    }
}
