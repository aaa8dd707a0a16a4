package dev.failover.probe.elasticsearch;

import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import io.vertx.core.Future;

/** Whether {@code GET /} names the cluster that is meant: two clusters may have one name, never one UUID (scenario 6). */
final class Identity implements ElasticsearchProbe.Look {

    /** What a node says that has not met its cluster yet. */
    private static final String NONE_YET = "_na_";

    private final String expected;

    Identity(String expected) {
        this.expected = expected;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        return cluster.get("/").map(reply -> {
            String uuid = Fault.printable(reply.body().path("cluster_uuid").asText(""));
            if (uuid.equals(expected)) {
                return Finding.pass("its UUID is the expected one");
            } else if (!reply.isFine() || uuid.isEmpty()) {
                return Finding.fail(FailureClass.BODY, "the cluster does not name its UUID: " + reply.reason());
            }
            return uuid.equals(NONE_YET)
                    ? Finding.fail(FailureClass.NO_MASTER, "the node has not joined its cluster")
                    : Finding.fail(
                            FailureClass.IDENTITY, "the cluster's UUID is '" + uuid + "', not '" + expected + "'");
        });
    }
}
