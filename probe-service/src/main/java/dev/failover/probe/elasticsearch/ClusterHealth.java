package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Colour;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.Json;
import dev.failover.probe.http.HttpExchange.Answer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges an answer to {@code GET /_cluster/health} by its body: the status is 200 for a red cluster too, and a load
 * balancer in between has statuses of its own. First whether it is an answer of Elasticsearch at all, then whether there
 * is a master, then which cluster it is, then its colour and its nodes.
 */
final class ClusterHealth {

    /** Errors that mean that nobody leads the cluster; the last one is OpenSearch's word for the first. */
    private static final Set<String> NO_MASTER = Set.of(
            "master_not_discovered_exception", "cluster_block_exception", "cluster_manager_not_discovered_exception");

    private final Check.Elasticsearch check;

    ClusterHealth(Check.Elasticsearch check) {
        this.check = check;
    }

    Finding judged(Answer answer, String where) {
        JsonNode body = object(answer);
        String error = body.path("error").path("type").asText("");
        if (NO_MASTER.contains(error)) {
            return Finding.fail(FailureClass.NO_MASTER, "no master is known to " + where + ": " + error);
        } else if (!body.path("discovered_cluster_manager").asBoolean(true)) {
            return Finding.fail(FailureClass.NO_MASTER, "no cluster manager is known to " + where);
        } else if (body.path("timed_out").asBoolean(false) || (answer.status() == 408 && body.isObject())) {
            return gaveUp(body, where);
        } else if (answer.status() != 200) {
            return Finding.fail(FailureClass.HTTP_STATUS, "answered " + answer.status() + ": " + where);
        } else if (!answer.whole()) {
            return Finding.fail(FailureClass.BODY, "the answer is longer than 64 KiB: " + where);
        } else if (!body.path("status").isTextual()) {
            return Finding.fail(FailureClass.BODY, "the answer is no cluster health: " + where);
        }
        return judged(body, where);
    }

    /** Nothing where it is no JSON object. */
    private static JsonNode object(Answer answer) {
        JsonNode body = Json.parsed(answer.body());
        return body instanceof ObjectNode ? body : MissingNode.getInstance();
    }

    /** With a filter the cluster waits for the indices that it names. */
    private Finding gaveUp(JsonNode body, String where) {
        boolean waited =
                !check.indices().isEmpty() && body.path("number_of_nodes").asInt(0) > 0;
        return waited
                ? Finding.fail(
                        FailureClass.CLUSTER_RED,
                        "the cluster has not all of the indices " + String.join(", ", check.indices()) + ": " + where)
                : Finding.fail(FailureClass.NO_MASTER, "the cluster gave up its own health check at " + where);
    }

    private Finding judged(JsonNode body, String where) {
        String name = Fault.printable(body.path("cluster_name").asText(""));
        if (check.clusterName() != null && !check.clusterName().equals(name)) {
            return Finding.fail(
                    FailureClass.IDENTITY,
                    "the cluster is '" + name + "', not '" + check.clusterName() + "': " + where);
        }
        Finding colour = coloured(body, "the cluster " + name + " is ", where);
        if (!colour.serves()) {
            return colour;
        }
        return tooFew(body).map(colour::and).orElse(colour);
    }

    private Finding coloured(JsonNode body, String cluster, String where) {
        String unassigned = ", " + body.path("unassigned_shards").asInt(0) + " shards are unassigned: " + where;
        return switch (body.path("status").asText()) {
            case "green" ->
                noShard(body)
                        ? Finding.fail(
                                FailureClass.BODY, "no shard of " + String.join(", ", check.indices()) + " at " + where)
                        : Finding.pass(cluster + "green: " + where);
            case "yellow" ->
                check.tolerated() == Colour.YELLOW
                        ? Finding.warn(FailureClass.CLUSTER_YELLOW, cluster + "yellow" + unassigned)
                        : Finding.fail(FailureClass.CLUSTER_YELLOW, cluster + "yellow" + unassigned);
            case "red" -> Finding.fail(FailureClass.CLUSTER_RED, cluster + "red" + unassigned);
            default -> Finding.fail(FailureClass.BODY, "the answer has a status that is no colour: " + where);
        };
    }

    /** A pattern that matches nothing is as green as can be. */
    private boolean noShard(JsonNode body) {
        return !check.indices().isEmpty() && body.path("active_shards").asInt(1) == 0;
    }

    private Optional<Finding> tooFew(JsonNode body) {
        Check.Elasticsearch.@Nullable Nodes nodes = check.nodes();
        if (nodes == null) {
            return Optional.empty();
        }
        return tooFew("nodes", body.path("number_of_nodes").asInt(0), nodes.min())
                .or(() -> tooFew("data nodes", body.path("number_of_data_nodes").asInt(0), nodes.minData()));
    }

    private static Optional<Finding> tooFew(String what, int number, @Nullable Integer needed) {
        return needed == null || number >= needed
                ? Optional.empty()
                : Optional.of(
                        Finding.fail(FailureClass.BODY, "only " + number + " " + what + ", needed are " + needed));
    }
}
