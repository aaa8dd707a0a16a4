package dev.failover.dns.steering;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says where names shall be, to the health checkers and to anybody: {@code GET /steer/SERVICE/ENDPOINT} is 200 while the name
 * of the service shall be at that endpoint, and 404 otherwise. Nothing else is served, and nothing is told that the caller
 * did not name.
 */
final class SteeringServer {

    static final int MAX_CONNECTIONS = 1_000;

    private static final int IDLE_SECONDS = 15;
    private static final int MAX_LINE = 512;
    private static final int MAX_HEADERS = 4_096;
    private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Pattern PATH = Pattern.compile("/steer/([a-z0-9][a-z0-9-]{0,62})/([a-z0-9][a-z0-9-]{0,62})");

    private final HttpServer server;
    private final BiPredicate<String, String> isAt;
    private final Counter here;
    private final Counter elsewhere;
    private int connections;

    /**
     * Not listening yet.
     *
     * @param isAt whether a service's name shall be at an endpoint
     */
    SteeringServer(Vertx vertx, BiPredicate<String, String> isAt, MeterRegistry metrics) {
        this.isAt = isAt;
        this.here = counter(metrics, "here");
        this.elsewhere = counter(metrics, "elsewhere");
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxInitialLineLength(MAX_LINE)
                        .setMaxHeaderSize(MAX_HEADERS))
                .connectionHandler(this::accept)
                .requestHandler(this::answer);
    }

    private static Counter counter(MeterRegistry metrics, String answer) {
        return Counter.builder("failover.steering.asked")
                .description("How often somebody asked whether a name shall be at an endpoint")
                .tag("answer", answer)
                .register(metrics);
    }

    /** What an answer of 200 says; health checks look for it, so that no other server's 200 is taken for it. */
    static String sentence(String service, String endpoint) {
        return service + " is at " + endpoint + ".";
    }

    Future<Integer> listen(int port) {
        return server.listen(port).map(HttpServer::actualPort);
    }

    private void accept(HttpConnection connection) {
        if (connections >= MAX_CONNECTIONS) {
            connection.close();
            return;
        }
        connections++;
        connection.closeHandler(closed -> connections--);
    }

    private void answer(HttpServerRequest request) {
        if (!ALLOWED.contains(request.method())) {
            end(request, 405, "");
            return;
        }
        Matcher path = PATH.matcher(String.valueOf(request.path()));
        boolean there = path.matches() && isAt.test(path.group(1), path.group(2));
        (there ? here : elsewhere).increment();
        end(request, there ? 200 : 404, there ? sentence(path.group(1), path.group(2)) + "\n" : "no\n");
    }

    private static void end(HttpServerRequest request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain")
                .putHeader("cache-control", "no-store")
                .end(text);
    }

    Future<Void> close() {
        return server.close();
    }
}
