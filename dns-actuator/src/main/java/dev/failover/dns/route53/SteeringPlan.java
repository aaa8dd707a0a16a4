package dev.failover.dns.route53;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.RecordSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;

/**
 * What has to be done so that a name can be steered; a value that prints itself. Nothing that is in use is edited: other
 * checks are made beside it, and take its place in one batch.
 *
 * @param sets what shall be
 * @param checks the ids of the checks that are there already, by their place; empty for those to be made
 * @param calculated the id of the calculated check, where it is there already
 * @param found what the zone holds
 * @param fence that the zone shall have
 * @param unused checks of this service that nothing needs afterwards
 */
public record SteeringPlan(
        SteeringSets sets,
        List<Optional<String>> checks,
        Optional<String> calculated,
        Found found,
        FenceSnapshot fence,
        List<String> unused) {

    /** What happens to one thing. */
    public enum Action {
        CREATE("+"),
        CHANGE("~"),
        DELETE("-");

        private final String sign;

        Action(String sign) {
            this.sign = sign;
        }
    }

    /**
     * One thing.
     *
     * @param before empty for what is made
     * @param after empty for what is deleted
     */
    public record Step(Action action, String what, List<String> before, List<String> after) {

        @Override
        public String toString() {
            return action.sign + " " + what
                    + (before.isEmpty() ? "" : "\n    was  " + String.join("\n         ", before))
                    + (after.isEmpty() ? "" : "\n    is   " + String.join("\n         ", after));
        }
    }

    /** Whether the sets or the fence are to be changed. */
    boolean changesZone() {
        boolean same = calculated.isPresent()
                && found.record().equals(Optional.of(sets.record(calculated.get())))
                && found.fence().equals(Optional.of(fence));
        return !same;
    }

    /** In the order in which they are done; none where all is as it shall be. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        List<HealthCheckConfig> wanted = sets.checks();
        for (int i = 0; i < wanted.size(); i++) {
            if (checks.get(i).isEmpty()) {
                steps.add(new Step(Action.CREATE, "health check", List.of(), List.of(shown(i, wanted.get(i)))));
            }
        }
        if (calculated.isEmpty()) {
            steps.add(new Step(Action.CREATE, "calculated health check", List.of(), List.of(shownCalculated())));
        }
        if (changesZone()) {
            String name = sets.record().name();
            RecordSnapshot after = sets.record(calculated.orElse("(known when made)"));
            steps.add(step(
                    name + " " + sets.record().type(),
                    found.record().map(RecordSnapshot::shown).orElse(List.of()),
                    after.shown()));
            steps.add(step(
                    sets.record().fenceName() + " TXT",
                    found.fence().map(FenceSnapshot::text).stream().toList(),
                    List.of(fence.text())));
        }
        unused.forEach(id -> steps.add(new Step(Action.DELETE, "health check " + id, List.of(), List.of())));
        return steps;
    }

    private static Step step(String what, List<String> before, List<String> after) {
        return new Step(before.isEmpty() ? Action.CREATE : Action.CHANGE, what, before, after);
    }

    private String shown(int place, HealthCheckConfig config) {
        return sets.endpoints().urls().get(place).resolve(config.resourcePath()) + " contains '" + config.searchString()
                + "', inverted, every " + config.requestInterval() + " s, " + config.failureThreshold() + " in a row";
    }

    private String shownCalculated() {
        int all = sets.endpoints().urls().size();
        return "unhealthy when " + sets.endpoints().needed() + " of " + all + " say that " + sets.service() + " is at "
                + sets.secondary();
    }

    /** How many are created, changed and deleted. */
    public Map<Action, Long> counts() {
        return Map.of(
                Action.CREATE, count(Action.CREATE),
                Action.CHANGE, count(Action.CHANGE),
                Action.DELETE, count(Action.DELETE));
    }

    private long count(Action action) {
        return steps().stream().filter(step -> step.action() == action).count();
    }

    /** As {@code failover steering plan} shows it. */
    @Override
    public String toString() {
        List<Step> steps = steps();
        String title = sets.service() + ": " + sets.record().name() + " is at " + sets.primary()
                + " unless " + sets.endpoints().needed() + " of "
                + sets.endpoints().urls().size()
                + " steering endpoints say " + sets.secondary() + "\n";
        if (steps.isEmpty()) {
            return title + "  nothing to do";
        }
        StringBuilder text = new StringBuilder(title);
        steps.forEach(step ->
                text.append("  ").append(step.toString().replace("\n", "\n  ")).append('\n'));
        return text.append("  %d to create, %d to change, %d to delete"
                        .formatted(count(Action.CREATE), count(Action.CHANGE), count(Action.DELETE)))
                .toString();
    }
}
