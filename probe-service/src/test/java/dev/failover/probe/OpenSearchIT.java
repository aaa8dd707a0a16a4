package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Canary;
import dev.failover.event.Check.Elasticsearch.Nodes;
import dev.failover.event.Check.Elasticsearch.Standby;
import dev.failover.event.Check.Elasticsearch.Standby.Freshness;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.opensearchlocal.LocalOpenSearch;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The check of Elasticsearch against one node of OpenSearch 2.19. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OpenSearchIT {

    @TempDir
    static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static LocalOpenSearch cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = LocalOpenSearch.start(folder, "search");
        put("/canary", "{'settings':{'number_of_shards':1,'number_of_replicas':0}}");
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void aGreenClusterPassesWithItsNodesDiskAndCanary() throws Exception {
        Finding found =
                found(List.of("canary"), List.of(), new Nodes(1, 1, 100), new Canary("canary", true, true), null);

        assertThat(found.outcome()).as(found.detail()).isEqualTo(Outcome.PASS);
        assertThat(found.measures()).containsKeys("diskUsedPercent", "writeMillis", "searchMillis");
        assertThat(found.unready()).isNull();
    }

    @Test
    @DisplayName("scenario 7: yellow warns and red fails")
    void readsItsColours() throws Exception {
        put("/logs?wait_for_active_shards=0", "{'settings':{'number_of_shards':1,'number_of_replicas':1}}");
        put(
                "/broken?wait_for_active_shards=0",
                "{'settings':{'number_of_replicas':0,'index.routing.allocation.require._name':'nobody'}}");

        assertThat(found(List.of("logs"), List.of(), null, null, null).failure())
                .isEqualTo(FailureClass.CLUSTER_YELLOW);
        assertThat(found(List.of("broken"), List.of(), null, null, null).failure())
                .isEqualTo(FailureClass.CLUSTER_RED);
    }

    @Test
    void whatItDoesNotHaveIsSaidAndFailsNothing() throws Exception {
        Finding report = found(List.of("canary"), List.of("master_is_stable"), null, null, null);
        Finding following =
                found(List.of("canary"), List.of(), null, null, new Standby(Freshness.CCR, List.of("canary"), true));

        assertThat(report.outcome()).isEqualTo(Outcome.WARN);
        assertThat(report.detail()).contains("has no health report");
        assertThat(following.outcome()).isEqualTo(Outcome.PASS);
        assertThat(following.unready()).contains("OpenSearch has another");
    }

    @Test
    @DisplayName("scenario 58: tells how many connections clients have open")
    void tellsItsTraffic() throws Exception {
        put("/canary/_doc/1?refresh=true", "{'seen':true}");

        Finding found = Checks.found(
                VERTX,
                new Check.Elasticsearch(
                        cluster.url(),
                        null,
                        "search",
                        null,
                        null,
                        List.of("canary"),
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        true));

        assertThat(found.outcome()).as(found.detail()).isEqualTo(Outcome.PASS);
        assertThat(found.measures().getOrDefault("httpConnections", 0.0))
                .as("the test's and the check's")
                .isGreaterThanOrEqualTo(2);
    }

    private static Finding found(
            List<String> indices,
            List<String> indicators,
            @Nullable Nodes nodes,
            @Nullable Canary canary,
            @Nullable Standby standby)
            throws Exception {
        return Checks.found(
                VERTX,
                new Check.Elasticsearch(
                        cluster.url(), null, "search", null, null, indices, null, indicators, nodes, canary, standby));
    }

    private static void put(String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.url() + path))
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
}
