package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.failover.event.Check.Elasticsearch.Colour;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.http.HttpExchange.Answer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges an answer to {@code GET /_cluster/health} by its body: the status is 200 for a red cluster too, and a load
 * balancer in between has statuses of its own. First whether it is an answer of Elasticsearch at all, then whether there
 * is a master, then which cluster it is, then its colour.
 */
final class ClusterHealth {

    private static final JsonMapper JSON = new JsonMapper();

    /** Errors that mean that nobody leads the cluster; the last one is OpenSearch's word for the first. */
    private static final Set<String> NO_MASTER = Set.of(
            "master_not_discovered_exception", "cluster_block_exception", "cluster_manager_not_discovered_exception");

    private final Colour tolerated;
    private final @Nullable String expectedName;

    ClusterHealth(Colour tolerated, @Nullable String expectedName) {
        this.tolerated = tolerated;
        this.expectedName = expectedName;
    }

    Finding judged(Answer answer, String where) {
        JsonNode body = parsed(answer);
        String error = body.path("error").path("type").asText("");
        if (NO_MASTER.contains(error)) {
            return Finding.fail(FailureClass.NO_MASTER, "no master is known to " + where + ": " + error);
        } else if (body.path("timed_out").asBoolean(false) || (answer.status() == 408 && body.isObject())) {
            return Finding.fail(FailureClass.NO_MASTER, "the cluster gave up its own health check at " + where);
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
    private static JsonNode parsed(Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.body().getBytes());
            return body instanceof ObjectNode ? body : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (java.io.IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    private Finding judged(JsonNode body, String where) {
        String name = Fault.printable(body.path("cluster_name").asText(""));
        if (expectedName != null && !expectedName.equals(name)) {
            return Finding.fail(
                    FailureClass.IDENTITY, "the cluster is '" + name + "', not '" + expectedName + "': " + where);
        }
        String cluster = "the cluster " + name + " is ";
        String unassigned = ", " + body.path("unassigned_shards").asInt(0) + " shards are unassigned: " + where;
        return switch (body.path("status").asText()) {
            case "green" -> Finding.pass(cluster + "green: " + where);
            case "yellow" ->
                tolerated == Colour.YELLOW
                        ? Finding.warn(FailureClass.CLUSTER_YELLOW, cluster + "yellow" + unassigned)
                        : Finding.fail(FailureClass.CLUSTER_YELLOW, cluster + "yellow" + unassigned);
            case "red" -> Finding.fail(FailureClass.CLUSTER_RED, cluster + "red" + unassigned);
            default -> Finding.fail(FailureClass.BODY, "the answer has a status that is no colour: " + where);
        };
    }
}
