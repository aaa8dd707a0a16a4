package dev.failover.probe.elasticsearch;

import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Finding;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;
import java.time.Duration;

/** Searches an index, past the caches: a green cluster may answer none, or in half a minute (scenario 9). */
final class SearchCanary implements ElasticsearchProbe.Look {

    static final String MEASURE = "searchMillis";

    private final String index;

    SearchCanary(String index) {
        this.index = index;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        Duration before = cluster.scope().elapsed();
        String path = "/" + index + "/_search?q=writer:dns-failover&size=1&_source=false&request_cache=false&timeout="
                + cluster.clusterMillis() + "ms";
        return cluster.get(path)
                .map(reply -> judged(reply, cluster.scope().elapsed().minus(before)));
    }

    private Finding judged(Reply reply, Duration took) {
        if (!reply.isFine()) {
            return Finding.fail(FailureClass.BODY, "searching " + index + " is refused: " + reply.reason());
        }
        int failed = reply.body().path("_shards").path("failed").asInt(0);
        if (failed > 0) {
            return Finding.fail(FailureClass.BODY, "searching " + index + " failed in " + failed + " shards");
        } else if (reply.body().path("timed_out").asBoolean(false)) {
            return Finding.fail(FailureClass.TIMEOUT, "searching " + index + " did not end in its time");
        }
        return Finding.pass("a search took " + took.toMillis() + " ms").measured(MEASURE, (double) took.toMillis());
    }
}
