package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An http check with keepAlive, several times after each other. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class KeptConnectionIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private final List<HttpConnection> closed = new CopyOnWriteArrayList<>();
    private String address = "127.0.0.1";
    private boolean answers = true;
    private volatile @Nullable String redirect;
    private HttpServer server;
    private Probe probe;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions().setPort(0).setHost("0.0.0.0"))
                .connectionHandler(connection -> {
                    connections.add(connection);
                    connection.closeHandler(gone -> closed.add(connection));
                })
                .requestHandler(request -> {
                    String to = redirect;
                    if (to != null) {
                        request.response()
                                .setStatusCode(302)
                                .putHeader("location", to)
                                .end();
                    } else if (answers) {
                        request.response().end("ok");
                    } else {
                        request.connection().close();
                    }
                })
                .listen()
                .await(20, TimeUnit.SECONDS);
        probe = probe(Duration.ofMinutes(10));
    }

    private Probe probe(Duration keep) {
        URI url = URI.create("http://site.test:" + server.actualPort() + "/");
        Check check = new Check.Http(url, List.of(), "ok", null, null, Map.of(), Map.of(), Map.of(), 1, keep);
        return new Probes(loop, host -> Future.succeededFuture(address()), "a", new Secrets(Map.of())).probe(check);
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(address, e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void usesOneConnectionForManyChecks() throws Exception {
        for (int check = 0; check < 5; check++) {
            assertThat(found().outcome()).isEqualTo(Outcome.PASS);
        }

        assertThat(connections).hasSize(1);
    }

    @Test
    void aConnectionThatTheServerHasClosedMeanwhileIsNoFailure() throws Exception {
        found();
        connections.get(0).close().await(20, TimeUnit.SECONDS);

        assertThat(found().outcome()).isEqualTo(Outcome.PASS);
        assertThat(connections).hasSize(2);
    }

    @Test
    void aServerThatClosesInsteadOfAnsweringFailsOnItsNewConnection() throws Exception {
        found();
        answers = false;

        Finding second = found();

        assertThat(second.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(second.failure()).isEqualTo(FailureClass.RESET);
        assertThat(connections).hasSize(2);
    }

    @Test
    void followsTheNameToItsNewAddress() throws Exception {
        found();
        address = "127.0.0.2";
        found();

        assertThat(connections).hasSize(2);
        await().atMost(LIMIT).until(() -> closed.contains(connections.get(0)));
    }

    @Test
    void aConnectionThatIsTooOldIsUsedNoMore() throws Exception {
        probe = probe(Duration.ofNanos(1));
        found();
        found();

        assertThat(connections).hasSize(2);
    }

    @Test
    void keepsNoConnectionToWhereItIsRedirected() throws Exception {
        List<HttpConnection> closedElsewhere = new CopyOnWriteArrayList<>();
        HttpServer elsewhere = vertx.createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(gone -> closedElsewhere.add(connection)))
                .requestHandler(request -> request.response().end("ok"))
                .listen(0, "0.0.0.0")
                .await(20, TimeUnit.SECONDS);
        redirect = "http://other.test:" + elsewhere.actualPort() + "/";

        assertThat(found().outcome()).isEqualTo(Outcome.PASS);

        await().atMost(LIMIT).until(() -> closedElsewhere.size() == 1);
    }

    @Test
    void closesWhatIsKeptWhenNoCheckFollows() throws Exception {
        found();
        loop.runOnContext(now -> probe.close());

        await().atMost(LIMIT).until(() -> closed.size() == 1);
    }

    private Finding found() throws Exception {
        return Future.<Finding>future(promise -> loop.runOnContext(now -> {
                    CheckScope scope = new CheckScope(new LoopTimers(loop, Clock.systemUTC()), LIMIT);
                    probe.check(scope)
                            .recover(e -> Future.succeededFuture(Fault.found(e, scope)))
                            .onComplete(done -> scope.close())
                            .onComplete(promise);
                }))
                .await(40, TimeUnit.SECONDS);
    }
}
