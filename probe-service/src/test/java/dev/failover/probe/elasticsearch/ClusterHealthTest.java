package dev.failover.probe.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Colour;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.probe.Finding;
import dev.failover.probe.http.HttpExchange.Answer;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {

    private static final URI URL = URI.create("http://search.test:9200");
    private static final String GREEN = "{'cluster_name':'search','status':'green','timed_out':false}";
    private static final String YELLOW =
            "{'cluster_name':'search','status':'yellow','timed_out':false,'unassigned_shards':3}";
    private static final String RED =
            "{'cluster_name':'search','status':'red','timed_out':false,'unassigned_shards':7}";

    private final ClusterHealth health = health(Colour.YELLOW, "search");

    private static ClusterHealth health(Colour tolerated, @Nullable String name) {
        return new ClusterHealth(new Check.Elasticsearch(URL, tolerated, name, null, null));
    }

    private static ClusterHealth filtered(Check.Elasticsearch.@Nullable Nodes nodes, String... indices) {
        return new ClusterHealth(new Check.Elasticsearch(
                URL, null, null, null, null, List.of(indices), null, List.of(), nodes, null, null));
    }

    @Test
    @DisplayName("scenario 7: with a filter, an index that is missing is said so, and a pattern must match")
    void aFilterMustFindItsIndices() {
        String missing = "{'cluster_name':'search','status':'red','timed_out':true,'number_of_nodes':3}";
        String none = "{'cluster_name':'search','status':'green','timed_out':false,'active_shards':0}";

        Finding found = filtered(null, "orders").judged(answer(408, missing), "here");
        fails(found, FailureClass.CLUSTER_RED);
        assertThat(found.detail()).contains("has not all of the indices orders");
        fails(filtered(null, "logs-*").judged(answer(200, none), "here"), FailureClass.BODY);
    }

    @Test
    void tooFewNodesFailWhateverTheColour() {
        String two = "{'cluster_name':'search','status':'green','timed_out':false,"
                + "'number_of_nodes':3,'number_of_data_nodes':2}";

        assertThat(filtered(new Check.Elasticsearch.Nodes(3, 2, null))
                        .judged(answer(200, two), "here")
                        .outcome())
                .isEqualTo(Outcome.PASS);
        Finding nodes = filtered(new Check.Elasticsearch.Nodes(4, null, null)).judged(answer(200, two), "here");
        Finding data = filtered(new Check.Elasticsearch.Nodes(3, 3, null)).judged(answer(200, two), "here");
        fails(nodes, FailureClass.BODY);
        assertThat(nodes.detail()).startsWith("only 3 nodes, needed are 4");
        assertThat(data.detail()).startsWith("only 2 data nodes, needed are 3");
    }

    @Test
    void greenPasses() {
        assertThat(judged(200, GREEN)).isEqualTo(Finding.pass("the cluster search is green: here"));
    }

    @Test
    @DisplayName("scenario 7: yellow passes with a warning where it is tolerated, and fails where it is not")
    void yellowIsUpToTheService() {
        Finding tolerated = judged(200, YELLOW);
        Finding refused = health(Colour.GREEN, "search").judged(answer(200, YELLOW), "here");

        assertThat(tolerated.outcome()).isEqualTo(Outcome.WARN);
        assertThat(tolerated.failure()).isEqualTo(FailureClass.CLUSTER_YELLOW);
        assertThat(tolerated.detail()).contains("3 shards are unassigned");
        assertThat(refused.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(refused.failure()).isEqualTo(FailureClass.CLUSTER_YELLOW);
    }

    @Test
    @DisplayName("scenario 8: red fails although the status is 200")
    void redFailsWhateverTheStatus() {
        fails(judged(200, RED), FailureClass.CLUSTER_RED);
    }

    @Test
    @DisplayName("scenario 8: 503 with master_not_discovered_exception is NO_MASTER, from OpenSearch too")
    void saysThatThereIsNoMaster() {
        fails(
                judged(503, "{'error':{'type':'master_not_discovered_exception','reason':null},'status':503}"),
                FailureClass.NO_MASTER);
        fails(
                judged(503, "{'error':{'type':'cluster_manager_not_discovered_exception'},'status':503}"),
                FailureClass.NO_MASTER);
    }

    @Test
    @DisplayName("scenario 8: a state that is not recovered is NO_MASTER, with 200 as with 503")
    void saysThatTheStateIsNotRecovered() {
        String blocked = "{'error':{'type':'cluster_block_exception',"
                + "'reason':'blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];'},'status':503}";

        fails(judged(503, blocked), FailureClass.NO_MASTER);
        fails(judged(200, blocked), FailureClass.NO_MASTER);
    }

    @Test
    @DisplayName("scenario 8: timed_out is NO_MASTER whatever the colour and the status")
    void doesNotBelieveWhatTimedOut() {
        String timedOut = GREEN.replace("false", "true");

        fails(judged(200, timedOut), FailureClass.NO_MASTER);
        fails(judged(408, timedOut), FailureClass.NO_MASTER);
        fails(judged(408, GREEN), FailureClass.NO_MASTER);
    }

    @Test
    @DisplayName("scenario 6: another cluster's green is IDENTITY")
    void noticesAnotherCluster() {
        Finding found = judged(200, GREEN.replace("search", "other"));

        fails(found, FailureClass.IDENTITY);
        assertThat(found.detail()).contains("'other'", "'search'");
    }

    @Test
    void anyClusterWillDoWhereNoneIsNamed() {
        assertThat(health(Colour.YELLOW, null)
                        .judged(answer(200, GREEN), "here")
                        .outcome())
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void aLoadBalancersOwnAnswersAreNoClusterHealth() {
        fails(judged(503, "<html><body><h1>503 Service Unavailable</h1></body></html>"), FailureClass.HTTP_STATUS);
        fails(judged(408, "<html><body><h1>408 Request Time-out</h1></body></html>"), FailureClass.HTTP_STATUS);
        fails(judged(200, "<html><body>Welcome</body></html>"), FailureClass.BODY);
        fails(judged(429, ""), FailureClass.HTTP_STATUS);
    }

    @Test
    void whatIsNoHealthIsBody() {
        fails(judged(200, ""), FailureClass.BODY);
        fails(judged(200, "{'cluster_name':'search','status':'gre"), FailureClass.BODY);
        fails(judged(200, "['green']"), FailureClass.BODY);
        fails(judged(200, "{'cluster_name':'search','status':200}"), FailureClass.BODY);
        fails(judged(200, "{'cluster_name':'search','status':'purple'}"), FailureClass.BODY);
        fails(judged(200, "[".repeat(5_000)), FailureClass.BODY);
    }

    @Test
    void anAnswerThatIsTooLongIsBodyEvenWhenItsBeginningReads() {
        Answer cut = new Answer(200, Buffer.buffer(GREEN.replace('\'', '"')), false);

        fails(health.judged(cut, "here"), FailureClass.BODY);
    }

    private Finding judged(int status, String body) {
        return health.judged(answer(status, body), "here");
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, Buffer.buffer(body.replace('\'', '"')), true);
    }

    private static void fails(Finding finding, FailureClass failure) {
        assertThat(finding.outcome()).as(finding.detail()).isEqualTo(Outcome.FAIL);
        assertThat(finding.failure()).as(finding.detail()).isEqualTo(failure);
    }
}
