package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.elasticsearchlocal.LocalElasticsearch;
import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Canary;
import dev.failover.event.Check.Elasticsearch.Nodes;
import dev.failover.event.Check.Elasticsearch.Standby;
import dev.failover.event.Check.Elasticsearch.Standby.Freshness;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The check of Elasticsearch against three nodes of Elasticsearch 7.10.2. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RealElasticsearchIT {

    private static final String ONE_SHARD = "{'settings':{'number_of_shards':1,'number_of_replicas':0}}";

    @TempDir
    static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static LocalElasticsearch cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = LocalElasticsearch.start(folder, "search", 3);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void removeAllIndices() throws Exception {
        put(
                "/_all/_settings?allow_no_indices=true",
                "{'index.blocks.read_only_allow_delete':null,'index.blocks.write':null}");
        ask("DELETE", "/_all", "");
    }

    @Test
    void aGreenClusterWithAllItsNodesPasses() throws Exception {
        put("/orders", ONE_SHARD);

        Finding found = found(new Asked().uuid(uuid()).nodes(new Nodes(3, 3, 1)));

        assertThat(found.outcome()).as(found.detail()).isEqualTo(Outcome.PASS);
        double disk = found.measures().getOrDefault("diskUsedPercent", -1.0);
        assertThat(disk).isBetween(0.0, 100.0);
        assertThat(found.unready() != null).as("unready with %s %%", disk).isEqualTo(disk > 1);
    }

    @Test
    @DisplayName("scenario 6: another UUID, or another name, is IDENTITY")
    void anotherClusterIsNoticed() throws Exception {
        fails(found(new Asked().uuid("another-uuid")), FailureClass.IDENTITY);
        fails(
                Checks.found(VERTX, new Check.Elasticsearch(cluster.url(0), null, "other", null, null)),
                FailureClass.IDENTITY);
    }

    @Test
    void tooFewNodesFail() throws Exception {
        Finding found = found(new Asked().nodes(new Nodes(4, null, null)));

        fails(found, FailureClass.BODY);
        assertThat(found.detail()).startsWith("only 3 nodes, needed are 4");
    }

    @Test
    @DisplayName("scenario 7: yellow warns, red fails, and neither counts for an index that is not asked for")
    void coloursCountForTheIndicesThatAreAskedFor() throws Exception {
        put("/orders", ONE_SHARD);
        put("/logs?wait_for_active_shards=0", "{'settings':{'number_of_shards':1,'number_of_replicas':5}}");
        Finding yellow = found(new Asked());
        put(
                "/broken?wait_for_active_shards=0",
                "{'settings':{'number_of_replicas':0,'index.routing.allocation.require._name':'nobody'}}");
        Finding red = found(new Asked());
        Finding filtered = found(new Asked().indices("orders"));
        Finding missing = found(new Asked().indices("orders", "no-such-index"));

        assertThat(yellow.outcome()).isEqualTo(Outcome.WARN);
        assertThat(yellow.failure()).isEqualTo(FailureClass.CLUSTER_YELLOW);
        fails(red, FailureClass.CLUSTER_RED);
        assertThat(filtered.outcome()).as(filtered.detail()).isEqualTo(Outcome.PASS);
        fails(missing, FailureClass.CLUSTER_RED);
        assertThat(missing.detail()).contains("has not all of the indices orders, no-such-index");
    }

    @Test
    void aClusterWithoutHealthReportSaysSo() throws Exception {
        Finding found = found(new Asked().indicators("master_is_stable"));

        assertThat(found.outcome()).isEqualTo(Outcome.WARN);
        assertThat(found.detail()).contains("has no health report, which needs Elasticsearch 8.7");
    }

    @Test
    @DisplayName("scenario 9: a green cluster that refuses writes fails, and its searches are measured all the same")
    void aRefusedWriteFails() throws Exception {
        put("/canary", ONE_SHARD);
        Finding well = found(new Asked().canary(new Canary("canary", true, true)));
        put("/canary/_settings", "{'index.blocks.read_only_allow_delete':true}");
        Finding blocked = found(new Asked().canary(new Canary("canary", true, true)));
        Finding searched = found(new Asked().canary(new Canary("canary", false, true)));

        assertThat(well.outcome()).as(well.detail()).isEqualTo(Outcome.PASS);
        assertThat(well.measures()).containsKeys("writeMillis", "searchMillis");
        fails(blocked, FailureClass.BODY);
        assertThat(blocked.detail()).contains("writing to canary is refused", "read-only-allow-delete block");
        assertThat(searched.outcome()).isEqualTo(Outcome.PASS);
        assertThat(searched.measures()).containsOnlyKeys("searchMillis");
    }

    @Test
    @DisplayName("scenario 9: a search of an index that cannot answer fails")
    void aFailedSearchFails() throws Exception {
        put("/orders", ONE_SHARD);
        Finding found = found(new Asked().indices("orders").canary(new Canary("no-such-index", false, true)));

        fails(found, FailureClass.BODY);
        assertThat(found.detail()).contains("searching no-such-index is refused: answered 404");
    }

    @Test
    void aDocumentThatDoesNotSuitTheIndexIsTheProbersFault() throws Exception {
        put("/canary", "{'mappings':{'dynamic':'strict','properties':{'other':{'type':'long'}}}}");

        assertThat(found(new Asked().canary(new Canary("canary", true, false))).outcome())
                .isEqualTo(Outcome.PROBER_ERROR);
    }

    @Test
    @DisplayName("scenario 23: a standby whose indices are read-only serves, and must not take the name")
    void aReadOnlyStandbyIsNotReady() throws Exception {
        put("/canary", ONE_SHARD);
        found(new Asked().canary(new Canary("canary", true, false)));
        put("/canary/_settings", "{'index.blocks.write':true}");

        Finding found = found(new Asked().standby(new Standby(Freshness.CANARY, List.of("canary"), true)));
        Finding reader = found(new Asked().standby(new Standby(Freshness.CANARY, List.of("canary"), false)));

        assertThat(found.outcome()).as(found.detail()).isEqualTo(Outcome.PASS);
        assertThat(found.unready()).isEqualTo("its indices are read-only: canary has index.blocks.write");
        assertThat(found.measures().getOrDefault("lagSeconds", -1.0)).isBetween(0.0, 100.0);
        assertThat(reader.unready()).isNull();
    }

    @Test
    @DisplayName("scenario 21: a standby that the canary document has not reached is not ready")
    void aCanaryThatHasNotArrivedMakesUnready() throws Exception {
        put("/canary", ONE_SHARD);
        found(new Asked().canary(new Canary("canary", true, false)));
        Check check = new Asked()
                .standby(new Standby(Freshness.CANARY, List.of("canary"), true))
                .check(cluster.url(0));

        Finding elsewhere = Checks.found(VERTX, check, "b");

        assertThat(elsewhere.outcome()).isEqualTo(Outcome.PASS);
        assertThat(elsewhere.unready()).contains("has not arrived");
        assertThat(elsewhere.measures()).doesNotContainKey("lagSeconds");
    }

    @Test
    @DisplayName("scenario 21: the age of the last restore is the lag")
    void aRestoredStandbyIsAsOldAsItsRestore() throws Exception {
        Standby restored = new Standby(Freshness.RESTORE, List.of("orders"), true);
        put("/orders", ONE_SHARD);
        Finding never = found(new Asked().standby(restored));
        put("/_snapshot/backup", "{'type':'fs','settings':{'location':'backup'}}");
        put("/_snapshot/backup/one?wait_for_completion=true", "{'indices':'orders'}");
        ask("DELETE", "/orders", "");
        ask("POST", "/_snapshot/backup/one/_restore?wait_for_completion=true", "{}");

        Finding found = found(new Asked().standby(restored));

        assertThat(never.outcome()).isEqualTo(Outcome.WARN);
        assertThat(never.measures()).doesNotContainKey("lagSeconds");
        assertThat(found.outcome()).as(found.detail()).isEqualTo(Outcome.PASS);
        assertThat(found.measures().getOrDefault("lagSeconds", -1.0)).isBetween(0.0, 100.0);
        assertThat(found.unready()).isNull();
    }

    @Test
    void aClusterWithoutReplicationIsNoReadyStandby() throws Exception {
        put("/orders", ONE_SHARD);

        Finding found = found(new Asked().standby(new Standby(Freshness.CCR, List.of("orders"), true)));

        assertThat(found.outcome()).isEqualTo(Outcome.PASS);
        assertThat(found.unready()).startsWith("the replication of orders is not known");
    }

    @Test
    @DisplayName("scenario 8: the last of three nodes says that it has no master, before the check is cut off")
    void withoutAMasterItSaysSo(@TempDir Path other) throws Exception {
        try (LocalElasticsearch three = LocalElasticsearch.start(other, "search", 3)) {
            three.stop(1);
            three.stop(2);

            fails(Checks.found(VERTX, new Asked().check(three.url(0))), FailureClass.NO_MASTER);
        }
    }

    /** What a check asks for beside the cluster's name. */
    private static final class Asked {
        private List<String> indices = List.of();
        private List<String> indicators = List.of();
        private @Nullable String uuid;
        private @Nullable Nodes nodes;
        private @Nullable Canary canary;
        private @Nullable Standby standby;

        Asked indices(String... names) {
            indices = List.of(names);
            return this;
        }

        Asked indicators(String... names) {
            indicators = List.of(names);
            return this;
        }

        Asked uuid(String expected) {
            uuid = expected;
            return this;
        }

        Asked nodes(Nodes needed) {
            nodes = needed;
            return this;
        }

        Asked canary(Canary document) {
            canary = document;
            return this;
        }

        Asked standby(Standby how) {
            standby = how;
            return this;
        }

        Check check(URI url) {
            return new Check.Elasticsearch(
                    url, null, "search", null, null, indices, uuid, indicators, nodes, canary, standby);
        }
    }

    private static Finding found(Asked asked) throws Exception {
        return Checks.found(VERTX, asked.check(cluster.url(0)));
    }

    private static void fails(Finding finding, FailureClass failure) {
        assertThat(finding.outcome()).as(finding.detail()).isEqualTo(Outcome.FAIL);
        assertThat(finding.failure()).as(finding.detail()).isEqualTo(failure);
    }

    private static String uuid() throws Exception {
        return Json.parsed(Buffer.buffer(ask("GET", "/", "")))
                .path("cluster_uuid")
                .asText();
    }

    private static void put(String path, String json) throws Exception {
        ask("PUT", path, json);
    }

    private static String ask(String method, String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.url(0) + path))
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
