package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Canary;
import dev.failover.event.Check.Elasticsearch.Nodes;
import dev.failover.event.Check.Elasticsearch.Standby;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A green cluster that answers some requests and keeps others waiting; the check is cut off as in the service. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PatientClusterIT {

    private final Vertx vertx = Vertx.vertx();
    private Optional<String> hangs = Optional.empty();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    private void serve(HttpServerRequest request) {
        if (hangs.filter(request.path()::contains).isEmpty()) {
            request.response()
                    .end(
                            request.path().contains("health")
                                    ? "{\"cluster_name\":\"search\",\"status\":\"green\",\"timed_out\":false}"
                                    : "{}");
        }
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("scenario 9: a green cluster whose search hangs fails")
    void aSearchThatHangsFails() throws Exception {
        hangs = Optional.of("_search");

        Finding found = found(null, new Canary("canary", true, true), null);

        assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(found.failure()).isEqualTo(FailureClass.TIMEOUT);
    }

    @Test
    void figuresThatDoNotComeFailNobody() throws Exception {
        Standby standby = new Standby(Standby.Freshness.CCR, List.of("orders"), true);
        hangs = Optional.of("_ccr");
        Finding lag = found(null, null, standby);
        hangs = Optional.of("_cat");
        Finding disks = found(new Nodes(null, null, 80), null, null);

        assertThat(List.of(lag, disks)).allSatisfy(found -> {
            assertThat(found.outcome()).as(found.detail()).isEqualTo(Outcome.WARN);
            assertThat(found.detail()).startsWith("what it says of itself was not whole within 5000 ms");
            assertThat(found.measures()).isEmpty();
        });
    }

    private Finding found(@Nullable Nodes nodes, @Nullable Canary canary, @Nullable Standby standby) throws Exception {
        Check check = new Check.Elasticsearch(
                URI.create("http://127.0.0.1:" + server.actualPort()),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                nodes,
                canary,
                standby);
        // Again where this machine stood still meanwhile: that says nothing of the cluster.
        Finding found;
        do {
            found = SingleCheck.run(vertx, check, Duration.ofSeconds(5), "a", new Secrets(Map.of()))
                    .await(40, TimeUnit.SECONDS)
                    .finding();
        } while (found.detail().contains("stood still"));
        return found;
    }
}
