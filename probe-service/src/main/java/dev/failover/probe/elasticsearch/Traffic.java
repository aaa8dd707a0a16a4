package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Finding;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;

/**
 * How much the cluster is used: its open HTTP connections, and the queries of its shards a second since the check before.
 * The checks' own are among them (scenario 58).
 *
 * @see <a href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-nodes-stats">Node statistics</a>
 */
final class Traffic implements ElasticsearchProbe.Look {

    static final String CONNECTIONS = "httpConnections";
    static final String QUERIES = "queriesPerSecond";

    private static final String PATH = "/_nodes/stats/http,indices/search"
            + "?filter_path=nodes.*.http.current_open,nodes.*.indices.search.query_total";

    private long queriesBefore = -1;
    private int nodesBefore;
    private long nanosBefore;

    @Override
    public boolean judges() {
        return false;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        return cluster.get(PATH).map(reply -> told(reply, cluster.scope().nanos()));
    }

    Finding told(Reply reply, long nanos) {
        JsonNode nodes = reply.body().path("nodes");
        if (!reply.isFine() || nodes.isEmpty()) {
            return Finding.warn(FailureClass.BODY, "the cluster does not say how much it is used: " + reply.reason());
        }
        long connections = 0;
        long queries = 0;
        for (JsonNode node : nodes) {
            connections += node.path("http").path("current_open").asLong();
            queries += node.path("indices").path("search").path("query_total").asLong();
        }
        Finding found = Finding.pass("").measured(CONNECTIONS, (double) connections);
        double seconds = (nanos - nanosBefore) / 1e9;
        // A node that left took its count with it, and one that came brought its own: nothing is known of this while.
        boolean comparable =
                queriesBefore >= 0 && queries >= queriesBefore && nodes.size() == nodesBefore && seconds > 0;
        Finding all = comparable ? found.measured(QUERIES, (queries - queriesBefore) / seconds) : found;
        queriesBefore = queries;
        nodesBefore = nodes.size();
        nanosBefore = nanos;
        return all;
    }
}
