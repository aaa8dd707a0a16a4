package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Check.Auth;
import dev.failover.event.Check.Auth.Scheme;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a server, and how its statuses are judged. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class HttpRequestIT {

    private static final Auth PASSWORD = new Auth(Scheme.BASIC, "probe", "env:PASSWORD");

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
    private int status = 200;
    private String body = "{\"cluster_name\":\"search\",\"status\":\"green\",\"timed_out\":false}";
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request);
                    request.response().setStatusCode(status).end(body);
                })
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void keepsTheNameThePathAndTheQuery() throws Exception {
        Finding found = found(http("/health?deep=a%20b", List.of(), null));

        assertThat(found.outcome()).as(found.detail()).isEqualTo(Outcome.PASS);
        assertThat(asked.get(0).getHeader("host")).isEqualTo("site.test:" + server.actualPort());
        assertThat(asked.get(0).uri()).isEqualTo("/health?deep=a%20b");
        assertThat(asked.get(0).getHeader("authorization")).isNull();
    }

    @Test
    @DisplayName("scenario 8: the cluster is given less time than the check")
    void asksAClusterWithTimesShorterThanTheChecks() throws Exception {
        found(elasticsearch("/proxied/", null));

        assertThat(asked.get(0).uri())
                .startsWith("/proxied/_cluster/health?timeout=")
                .contains("ms&master_timeout=");
        assertThat(Integer.parseInt(asked.get(0).getParam("timeout").replace("ms", "")))
                .isBetween(1, 3_500);
    }

    @Test
    void sendsTheCredentials() throws Exception {
        found(elasticsearch("", PASSWORD));
        found(elasticsearch("", new Auth(Scheme.API_KEY, null, "env:PASSWORD")));

        assertThat(asked)
                .extracting(request -> request.getHeader("authorization"))
                .containsExactly("Basic cHJvYmU6aHVudGVyMg==", "ApiKey hunter2");
    }

    @Test
    @DisplayName("scenarios 11, 65: a refused credential is the prober's error, of class AUTH, and is not shown")
    void refusedCredentialsAreNoOutage() throws Exception {
        status = 401;
        Finding cluster = found(elasticsearch("", PASSWORD));
        status = 403;
        Finding page = found(http("/", List.of(), PASSWORD));

        assertThat(List.of(cluster, page)).allSatisfy(found -> {
            assertThat(found.outcome()).isEqualTo(Outcome.PROBER_ERROR);
            assertThat(found.failure()).isEqualTo(FailureClass.AUTH);
            assertThat(found.detail()).doesNotContain("hunter2", "cHJvYmU6");
        });
    }

    @Test
    void aMissingSecretIsTheProbersErrorAndAsksNothing() throws Exception {
        Finding found = found(elasticsearch("", new Auth(Scheme.API_KEY, null, "env:NOT_SET")));

        assertThat(found.outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(found.detail()).contains("env:NOT_SET");
        assertThat(asked).isEmpty();
    }

    @Test
    void judgesByTheExpectedStatus() throws Exception {
        status = 204;
        assertThat(found(http("/", List.of(), null)).outcome()).isEqualTo(Outcome.PASS);
        assertThat(found(http("/", List.of(200), null)).failure()).isEqualTo(FailureClass.HTTP_STATUS);
        status = 403;
        assertThat(found(http("/", List.of(), null)).failure()).isEqualTo(FailureClass.HTTP_STATUS);
        assertThat(found(http("/", List.of(401, 403), null)).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void looksForTextInTheFirst64KiB() throws Exception {
        body = "z".repeat(64 * 1024 - 4) + "well";
        assertThat(found(text("well")).outcome()).isEqualTo(Outcome.PASS);
        body = "z".repeat(64 * 1024) + "well";
        assertThat(found(text("well")).failure()).isEqualTo(FailureClass.BODY);
    }

    @Test
    void anAddressThatIsNotKnownIsSaidAsTheResolverSaidIt() throws Exception {
        Finding missing = Finding.fail(FailureClass.DNS, "site.test does not exist in DNS");

        Finding found = Checks.found(
                vertx, http("/", List.of(), null), "a", host -> Future.failedFuture(new CheckFailedException(missing)));

        assertThat(found).isEqualTo(missing);
    }

    private Check http(String path, List<Integer> expected, @Nullable Auth auth) {
        return new Check.Http(URI.create(root() + path), expected, null, auth, null);
    }

    private Check text(String expected) {
        return new Check.Http(URI.create(root()), List.of(), expected, null, null);
    }

    private Check elasticsearch(String path, @Nullable Auth auth) {
        return new Check.Elasticsearch(URI.create(root() + path), null, "search", auth, null);
    }

    private String root() {
        return "http://site.test:" + server.actualPort();
    }

    private Finding found(Check check) throws Exception {
        return Checks.found(vertx, check);
    }
}
