package dev.failover.probe.elasticsearch;

import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Finding;
import dev.failover.probe.Json;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Writes one document, always the same one for a location: a green cluster may refuse every write (scenario 9). How long
 * it takes is a measure; whether that is too long is for the policy's marks.
 */
final class WriteCanary implements ElasticsearchProbe.Look {

    static final String MEASURE = "writeMillis";

    /** When the document was written, by the prober's clock. */
    static final String WRITTEN_AT = "@timestamp";

    /** That the index does not take our document is not its fault. */
    private static final List<String> OURS =
            List.of("mapper_parsing_exception", "document_parsing_exception", "strict_dynamic_mapping_exception");

    private final String index;
    private final String location;
    private final boolean standby;

    /**
     * A canary.
     *
     * @param standby whether a refusal only means that the endpoint must not take the name
     */
    WriteCanary(String index, String location, boolean standby) {
        this.index = index;
        this.location = location;
        this.standby = standby;
    }

    /** The path of a location's document. */
    static String document(String index, String location) {
        return "/" + index + "/_doc/dns-failover-" + location;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        Duration before = cluster.scope().elapsed();
        String path = document(index, location) + "?timeout=" + cluster.clusterMillis() + "ms";
        String json = Json.object(
                Map.of(WRITTEN_AT, cluster.scope().now().toString(), "writer", "dns-failover", "location", location));
        return cluster.put(path, json)
                .map(reply -> judged(reply, cluster.scope().elapsed().minus(before)));
    }

    Finding judged(Reply reply, Duration took) {
        if (reply.isFine()) {
            return Finding.pass("a write took " + took.toMillis() + " ms").measured(MEASURE, (double) took.toMillis());
        } else if (OURS.stream().anyMatch(reply::isError)) {
            return Finding.proberError("the canary document does not suit " + index + ": " + reply.reason());
        }
        String why = "writing to " + index + " is refused: " + reply.reason();
        return standby ? Finding.pass("").unready(why) : Finding.fail(FailureClass.BODY, why);
    }
}
