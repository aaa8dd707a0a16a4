package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Cross-cluster replication by its own figures, {@code GET /INDEX/_ccr/stats}. They are what the follower knows: once the
 * leader does not answer they stand still, so that no lag is given then and the last one grows older (scenario 22). A
 * follower that has stopped for good has to be made anew and must not take the name.
 *
 * @see <a href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-ccr-follow-stats">Follower stats</a>
 */
final class Following implements ElasticsearchProbe.Look {

    /** A follower that is up to date asks again after a minute at the latest; this leaves it time for an answer. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private static final int MAX_SHARDS = 1_000;

    /** In which words a cluster says that it does not have a path. */
    private static final String NO_HANDLER = "no handler found";

    private final String indices;
    private Map<String, ShardLag> lags = new HashMap<>();

    Following(String indices) {
        this.indices = indices;
    }

    @Override
    public boolean judges() {
        return false;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        return cluster.get("/" + indices + "/_ccr/stats?filter_path=error,indices.shards.follower_index,"
                        + "indices.shards.shard_id,indices.shards.leader_global_checkpoint,"
                        + "indices.shards.follower_global_checkpoint,indices.shards.time_since_last_read_millis,"
                        + "indices.shards.read_exceptions.from_seq_no,indices.shards.fatal_exception")
                .map(reply -> judged(reply, cluster.scope().now()));
    }

    Finding judged(Reply reply, Instant now) {
        Finding found = Finding.pass("");
        if (reply.reason().contains(NO_HANDLER)) {
            return found.unready(
                    "the cluster has no cross-cluster replication of Elasticsearch's: OpenSearch has another,"
                            + " which freshness: canary watches");
        } else if (!reply.isFine()) {
            return found.unready("the replication of " + indices + " is not known: " + reply.reason());
        }
        Map<String, ShardLag> seen = new HashMap<>();
        Optional<Duration> most = Optional.of(Duration.ZERO);
        for (JsonNode index : reply.body().path("indices")) {
            for (JsonNode shard : index.path("shards")) {
                String name = Fault.printable(shard.path("follower_index").asText("")) + "/"
                        + shard.path("shard_id").asInt(0);
                if (!shard.path("fatal_exception").isMissingNode()) {
                    String why = shard.path("fatal_exception").path("reason").asText("");
                    return found.unready("follower " + name + " has stopped for good: " + Fault.printable(why));
                } else if (isSilent(shard)) {
                    return Finding.warn(FailureClass.BODY, "follower " + name + " does not reach its leader");
                } else if (seen.size() == MAX_SHARDS) {
                    return Finding.warn(FailureClass.BODY, "more than " + MAX_SHARDS + " shards follow");
                }
                ShardLag lag = lags.getOrDefault(name, new ShardLag());
                seen.put(name, lag);
                Optional<Duration> behind = behind(lag, shard, now);
                most = most.flatMap(m -> behind.map(b -> b.compareTo(m) > 0 ? b : m));
            }
        }
        lags = seen;
        return seen.isEmpty()
                ? found.unready("no index of " + indices + " follows another cluster, or it is paused")
                : most.map(lag -> Freshness.as(now.minus(lag), now, "the oldest missing operation"))
                        .orElse(Finding.warn(
                                FailureClass.BODY, "by how much the followers are behind is not known yet"));
    }

    private static boolean isSilent(JsonNode shard) {
        return !shard.path("read_exceptions").isEmpty()
                || shard.path("time_since_last_read_millis").asLong(0) > SILENCE.toMillis();
    }

    private static Optional<Duration> behind(ShardLag lag, JsonNode shard, Instant now) {
        return lag.behind(
                shard.path("leader_global_checkpoint").asLong(0),
                shard.path("follower_global_checkpoint").asLong(0),
                now);
    }
}
