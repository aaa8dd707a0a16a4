package dev.failover.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an Elasticsearch cluster: answers {@code /_cluster/health} as one would, in the mode it was told. It
 * keeps no documents.
 */
final class StandInSite extends VerticleBase {

    /** What the cluster does. */
    enum Mode {
        GREEN,
        YELLOW,
        /** A primary shard is missing; Elasticsearch says so with status 200. */
        RED,
        /** No master is elected. */
        NO_MASTER,
        /** Takes the connection and never answers. */
        HANG,
        /** Nobody listens: connections are refused. */
        DOWN
    }

    private final String host;
    private final int port;
    private final String cluster;
    private volatile Mode mode = Mode.GREEN;
    private @Nullable HttpServer server;

    StandInSite(String host, int port, String cluster) {
        this.host = host;
        this.port = port;
        this.cluster = cluster;
    }

    @Override
    public Future<?> start() {
        return listen();
    }

    /** Takes effect at once; going DOWN closes the port and every connection. */
    Future<?> become(Mode next) {
        Mode before = mode;
        mode = next;
        if (next == Mode.DOWN) {
            HttpServer closing = server;
            server = null;
            return closing == null ? Future.succeededFuture() : closing.close();
        }
        return before == Mode.DOWN ? listen() : Future.succeededFuture();
    }

    Mode mode() {
        return mode;
    }

    private Future<?> listen() {
        HttpServer opened = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(30))
                .requestHandler(this::answer);
        server = opened;
        return opened.listen(port, host);
    }

    private void answer(HttpServerRequest request) {
        if (mode == Mode.HANG) {
            return;
        }
        JsonObject body = request.path().startsWith("/_cluster/health") ? health() : info();
        boolean found = request.path().equals("/") || request.path().startsWith("/_cluster/health");
        int status = mode == Mode.NO_MASTER ? 503 : found ? 200 : 404;
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("x-elastic-product", "Elasticsearch")
                .end(body.encode());
    }

    private JsonObject health() {
        if (mode == Mode.NO_MASTER) {
            return new JsonObject()
                    .put("error", new JsonObject().put("type", "master_not_discovered_exception"))
                    .put("status", 503);
        }
        return new JsonObject()
                .put("cluster_name", cluster)
                .put("status", mode.name().toLowerCase(Locale.ROOT))
                .put("timed_out", false)
                .put("number_of_nodes", 3)
                .put("number_of_data_nodes", 3)
                .put("active_primary_shards", mode == Mode.RED ? 9 : 10)
                .put("active_shards", mode == Mode.GREEN ? 20 : 18)
                .put("unassigned_shards", mode == Mode.GREEN ? 0 : 2);
    }

    private JsonObject info() {
        return new JsonObject().put("cluster_name", cluster).put("tagline", "You Know, for Search (a stand-in)");
    }
}
