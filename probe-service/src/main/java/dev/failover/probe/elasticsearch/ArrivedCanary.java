package dev.failover.probe.elasticsearch;

import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;

/** The age of this location's canary document, which was written to the active cluster and came here with the data. */
final class ArrivedCanary implements ElasticsearchProbe.Look {

    private final String path;

    ArrivedCanary(String index, String location) {
        this.path = WriteCanary.document(index, location);
    }

    @Override
    public boolean judges() {
        return false;
    }

    @Override
    public Future<Finding> at(Conversation cluster) {
        return cluster.get(path).map(reply -> judged(reply, cluster.scope().now()));
    }

    Finding judged(Reply reply, Instant now) {
        String at = reply.body().path("_source").path(WriteCanary.WRITTEN_AT).asText("");
        if (!reply.isFine() || at.isEmpty()) {
            return Finding.pass("").unready("the active endpoint's canary document has not arrived at " + path);
        }
        try {
            return Freshness.as(Instant.parse(at), now, "the canary document");
        } catch (DateTimeException e) {
            return Finding.pass("").unready("the canary document has no time: " + Fault.printable(at));
        }
    }
}
