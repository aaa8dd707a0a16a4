package dev.failover.service;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The management port: {@code /health/live}, {@code /health/ready} (503 names what is missing) and {@code /metrics}. */
public final class ManagementServer extends VerticleBase {

    private final int port;
    private final Health health;
    private final PrometheusMeterRegistry metrics;
    private @Nullable HttpServer server;

    /**
     * The server is not started yet.
     *
     * @param port to listen on, on all addresses; 0 takes a free one
     */
    public ManagementServer(int port, Health health, PrometheusMeterRegistry metrics) {
        this.port = port;
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options =
                new HttpServerOptions().setPort(port).setIdleTimeout(30).setMaxHeaderSize(8192);
        HttpServer listening = vertx.createHttpServer(options).requestHandler(this::answer);
        server = listening;
        return listening.listen();
    }

    /** The port that is listened on, once started. */
    public int actualPort() {
        return server == null ? port : server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/health/live" -> answerHealth(request, health.whatIsDead(), Map.of());
            case "/health/ready" -> answerHealth(request, health.whatIsMissing(), health.notes());
            case "/metrics" -> answerMetrics(request);
            default -> request.response().setStatusCode(404).end();
        }
    }

    private static void answerHealth(
            HttpServerRequest request, Map<String, String> problems, Map<String, String> notes) {
        JsonObject body = new JsonObject().put("status", problems.isEmpty() ? "ok" : "unavailable");
        notes.forEach(body::put);
        problems.forEach(body::put);
        request.response()
                .setStatusCode(problems.isEmpty() ? 200 : 503)
                .putHeader("content-type", "application/json")
                .end(body.encodePrettily() + "\n");
    }

    private void answerMetrics(HttpServerRequest request) {
        request.response()
                .putHeader("content-type", "text/plain; version=0.0.4")
                .end(metrics.scrape());
    }
}
