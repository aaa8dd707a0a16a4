package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;

/** The fullest disk of the data nodes: a site near its watermark has no room for the other's load (scenario 24). */
final class Disks implements ElasticsearchProbe.Look {

    static final String MEASURE = "diskUsedPercent";

    private final int most;

    Disks(int most) {
        this.most = most;
    }

    @Override
    public boolean judges() {
        return false;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        return cluster.get("/_cat/allocation?format=json&h=node,disk.percent").map(this::judged);
    }

    Finding judged(Reply reply) {
        double fullest = -1;
        String where = "";
        for (JsonNode node : reply.body()) {
            // The row of the shards that are nowhere has none.
            double used = node.path("disk.percent").asDouble(-1);
            if (used > fullest) {
                fullest = used;
                where = Fault.printable(node.path("node").asText(""));
            }
        }
        if (!reply.isFine() || fullest < 0) {
            return Finding.warn(
                    FailureClass.BODY, "the cluster does not say how full its disks are: " + reply.reason());
        }
        Finding found = Finding.pass("").measured(MEASURE, fullest);
        return fullest > most
                ? found.unready(
                        "the disk of " + where + " is " + Math.round(fullest) + " % full, more than " + most + " %")
                : found;
    }
}
