package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;
import java.util.List;

/**
 * The indicators of {@code GET /_health_report} that count; the overall status turns red for a snapshot repository too and
 * is not looked at (scenario 7). Elasticsearch has it from 8.7, OpenSearch has not.
 */
final class HealthReport implements ElasticsearchProbe.Look {

    private final List<String> indicators;

    HealthReport(List<String> indicators) {
        this.indicators = indicators;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        return cluster.get("/_health_report?verbose=false").map(this::judged);
    }

    Finding judged(Reply reply) {
        if (reply.status() >= 500) {
            return Finding.fail(FailureClass.HTTP_STATUS, "the health report " + reply.reason());
        } else if (!reply.body().path("indicators").isObject()) {
            return Finding.warn(
                    FailureClass.BODY,
                    "the cluster has no health report, which needs Elasticsearch 8.7: its indicators"
                            + " are not looked at");
        }
        Finding all = Finding.pass(indicators.size() + " indicators are looked at");
        for (String indicator : indicators) {
            all = all.and(judged(indicator, reply));
        }
        return all;
    }

    private static Finding judged(String indicator, Reply reply) {
        JsonNode of = reply.body().path("indicators").path(indicator);
        String said = indicator + " is " + Fault.printable(of.path("status").asText("missing")) + ": "
                + Fault.printable(of.path("symptom").asText("-"));
        boolean master = indicator.equals("master_is_stable");
        return switch (of.path("status").asText("")) {
            case "green" -> Finding.pass("");
            case "red" -> Finding.fail(master ? FailureClass.NO_MASTER : FailureClass.CLUSTER_RED, said);
            default -> Finding.warn(FailureClass.CLUSTER_YELLOW, said);
        };
    }
}
