package dev.failover.cli.plan;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.failover.cli.plan.ServicePlan.Action;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSet;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Plans for machines: docs/plan.md says what each key is. */
final class PlanJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PlanJson() {}

    /**
     * One document.
     *
     * @param applied what would become of the services in Kafka; empty where Kafka was not asked
     */
    static String of(List<ServicePlan> plans, Optional<List<String>> applied) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode services = root.putArray("services");
        plans.forEach(plan -> describe(plan, services.addObject()));
        ObjectNode summary = root.putObject("summary");
        Summary.of(plans).counts().forEach((action, count) -> summary.put(word(action), count));
        applied.ifPresentOrElse(lines -> lines.forEach(root.putArray("kafka")::add), () -> root.putNull("kafka"));
        return root.toPrettyString();
    }

    private static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private static void describe(ServicePlan plan, ObjectNode node) {
        node.put("service", plan.spec().service());
        node.put("zone", plan.spec().record().zone());
        node.put("name", plan.spec().record().name());
        node.put("type", plan.spec().record().type().name());
        node.put("action", word(plan.action()));
        node.put("endpoint", plan.endpoint().orElse(null));
        boolean refused = plan.action() == Action.REFUSED;
        node.put("refused", refused ? plan.reason().orElse(null) : null);
        node.put("note", refused ? null : plan.reason().orElse(null));
        sets(plan.before(), node.putArray("before"));
        sets(plan.after(), node.putArray("after"));
        ObjectNode fence = node.putObject("fence");
        fence.put("name", plan.spec().record().fenceName());
        fence.put("before", plan.fenceBefore().map(FenceSnapshot::text).orElse(null));
        fence.put("after", plan.fenceAfter().map(FenceSnapshot::text).orElse(null));
        recovery(plan, node.putObject("recovery"));
    }

    private static void sets(List<RecordSet> sets, ArrayNode array) {
        for (RecordSet set : sets) {
            ObjectNode node = array.addObject();
            node.put("setIdentifier", set.role().setIdentifier().orElse(null));
            set.target().values().forEach(node.putArray("values")::add);
            node.put("alias", set.target().aliasTarget().map(Target.Alias::name).orElse(null));
            Duration ttl = set.ttl();
            node.put("ttlSeconds", ttl == null ? null : ttl.toSeconds());
            node.put("weight", set.role() instanceof RecordSet.Role.Weighted role ? role.weight() : null);
            node.put(
                    "failover",
                    set.role() instanceof RecordSet.Role.Failover role
                            ? (role.primary() ? "PRIMARY" : "SECONDARY")
                            : null);
            node.put("healthCheckId", set.healthCheckId());
        }
    }

    private static void recovery(ServicePlan plan, ObjectNode node) {
        Recovery recovery = plan.recovery();
        node.put("atWorstMillis", recovery.atWorst().toMillis());
        node.put("rtoMillis", recovery.asked().map(Duration::toMillis).orElse(null));
        node.put("longerThanRto", recovery.isTooLong());
        node.put("mode", plan.spec().policy().mode().name().toLowerCase(Locale.ROOT));
        ArrayNode parts = node.putArray("parts");
        for (Recovery.Part part : recovery.parts()) {
            parts.addObject()
                    .put("part", part.name())
                    .put("atWorstMillis", part.atWorst().toMillis())
                    .put("how", part.how());
        }
    }
}
