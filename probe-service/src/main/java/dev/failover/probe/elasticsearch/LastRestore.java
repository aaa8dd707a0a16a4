package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * The age of the last restore that succeeded, by {@code GET /_recovery}: of all primary shards the one that began to be
 * restored first, since no shard is newer than that. A snapshot that nobody has restored does not count.
 */
final class LastRestore implements ElasticsearchProbe.Look {

    private final String path;

    LastRestore(String indices) {
        this.path = "/" + indices + "/_recovery?filter_path=*.shards.type,*.shards.stage,*.shards.primary,"
                + "*.shards.start_time_in_millis";
    }

    @Override
    public boolean judges() {
        return false;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        return cluster.get(path).map(reply -> judged(reply, cluster.scope().now()));
    }

    static Finding judged(Reply reply, Instant now) {
        long oldest = Long.MAX_VALUE;
        for (JsonNode index : reply.body()) {
            for (JsonNode shard : index.path("shards")) {
                if (!shard.path("primary").asBoolean(false)) {
                    continue;
                }
                if (!shard.path("type").asText().equals("SNAPSHOT")) {
                    // Restarted or moved since: the cluster has forgotten when it was restored.
                    return Finding.warn(
                            FailureClass.BODY,
                            "when the data was restored is not known: a shard came from "
                                    + Fault.printable(shard.path("type").asText()));
                } else if (!shard.path("stage").asText().equals("DONE")) {
                    return Finding.pass("").unready("a restore is running");
                }
                oldest = Math.min(oldest, shard.path("start_time_in_millis").asLong(0));
            }
        }
        return oldest == Long.MAX_VALUE
                ? Finding.pass("").unready("nothing was restored: " + reply.reason())
                : Freshness.as(Instant.ofEpochMilli(oldest), now, "the last restore");
    }
}
