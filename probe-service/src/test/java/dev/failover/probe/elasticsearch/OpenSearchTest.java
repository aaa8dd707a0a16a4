package dev.failover.probe.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.probe.Finding;
import dev.failover.probe.Json;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import dev.failover.probe.http.HttpExchange.Answer;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What OpenSearch answers otherwise than Elasticsearch: it is never taken for a failure, and the sentence says what it is. */
class OpenSearchTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String HEALTH = "{'cluster_name':'search','status':'%s','timed_out':false,'number_of_nodes':1,"
            + "'number_of_data_nodes':1,'discovered_master':%b,'discovered_cluster_manager':%b,'active_shards':1,"
            + "'unassigned_shards':0}";
    private static final String NO_HANDLER =
            "{'error':'no handler found for uri [/orders/_ccr/stats] and method [GET]'}";

    @Test
    void itsHealthIsReadAsAnyOther() {
        assertThat(health(HEALTH.formatted("green", true, true)).outcome()).isEqualTo(Outcome.PASS);
        assertThat(health(HEALTH.formatted("yellow", true, true)).outcome()).isEqualTo(Outcome.WARN);
        assertThat(health(HEALTH.formatted("red", true, true)).failure()).isEqualTo(FailureClass.CLUSTER_RED);
    }

    @Test
    @DisplayName("scenario 8: a node that knows no cluster manager has no master, whatever colour it remembers")
    void noClusterManagerIsNoMaster() {
        assertThat(health(HEALTH.formatted("green", false, false)).failure()).isEqualTo(FailureClass.NO_MASTER);
    }

    @Test
    void withoutHealthReportItWarns() {
        String refused = "{'error':{'type':'illegal_argument_exception','reason':'request [/_health_report] contains"
                + " unrecognized parameter: [verbose]'},'status':400}";

        Finding found = new HealthReport(List.of("master_is_stable")).judged(reply(400, refused));

        assertThat(found.outcome()).isEqualTo(Outcome.WARN);
        assertThat(found.detail()).startsWith("the cluster has no health report");
    }

    @Test
    void withoutElasticsearchsReplicationItIsUnreadyAndSaysWhatToUse() {
        Finding found = new Following("orders").judged(reply(400, NO_HANDLER), NOON);

        assertThat(found.outcome()).isEqualTo(Outcome.PASS);
        assertThat(found.measures()).isEmpty();
        assertThat(found.unready()).contains("OpenSearch has another", "freshness: canary");
    }

    @Test
    @DisplayName("scenario 23: followers of its own replication are read-only too")
    void itsFollowersAreNotWritable() {
        String follower = "{'orders':{'settings':{'index.plugins.replication.follower.leader_index':'orders'}}}";

        assertThat(new Writable(List.of("orders")).judged(reply(200, follower)).unready())
                .isEqualTo("its indices are read-only (followers): orders among them");
    }

    private static Finding health(String body) {
        Check.Elasticsearch check =
                new Check.Elasticsearch(URI.create("https://es.internal:9200"), null, "search", null, null);
        return new ClusterHealth(check).judged(new Answer(200, Buffer.buffer(body.replace('\'', '"')), true), "here");
    }

    private static Reply reply(int status, String json) {
        return new Reply(status, Json.parsed(Buffer.buffer(json.replace('\'', '"'))));
    }
}
