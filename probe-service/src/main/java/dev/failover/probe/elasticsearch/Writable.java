package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * Whether a standby's indices would take writes, by their settings: followers of another cluster and blocked indices do
 * not, however green they are (scenario 23).
 */
final class Writable implements ElasticsearchProbe.Look {

    /** A flag in Elasticsearch, the leader's name in OpenSearch. */
    private static final List<String> FOLLOWER =
            List.of("index.xpack.ccr.following_index", "index.plugins.replication.follower.leader_index");

    private static final List<String> BLOCKS =
            List.of("index.blocks.write", "index.blocks.read_only", "index.blocks.read_only_allow_delete");

    private final List<String> indices;

    Writable(List<String> indices) {
        this.indices = indices;
    }

    @Override
    public boolean judges() {
        return false;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        return cluster.get("/" + String.join(",", indices)
                        + "/_settings/index.blocks.*,index.xpack.ccr.*,index.plugins.replication.*?flat_settings=true&master_timeout="
                        + cluster.clusterMillis() + "ms")
                .map(this::judged);
    }

    Finding judged(Reply reply) {
        Finding found = Finding.pass("");
        if (!reply.isFine()) {
            return found.unready(
                    "the settings of " + String.join(", ", indices) + " cannot be read: " + reply.reason());
        }
        for (Map.Entry<String, JsonNode> index : reply.body().properties()) {
            JsonNode settings = index.getValue().path("settings");
            String name = Fault.printable(index.getKey());
            if (FOLLOWER.stream().anyMatch(key -> isSet(settings.path(key)))) {
                return found.unready("its indices are read-only (followers): " + name + " among them");
            }
            for (String block : BLOCKS) {
                if (settings.path(block).asBoolean(false)) {
                    return found.unready("its indices are read-only: " + name + " has " + block);
                }
            }
        }
        return found;
    }

    private static boolean isSet(JsonNode setting) {
        return !setting.asText("").isEmpty() && !setting.asText().equals("false");
    }
}
