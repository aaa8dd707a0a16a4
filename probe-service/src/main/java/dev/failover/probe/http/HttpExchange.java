package dev.failover.probe.http;

import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Names;
import dev.failover.probe.TlsTrust;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One GET on a connection of its own. The name is looked up for it and the address pinned, while SNI, certificate and host
 * header keep the name. Redirects are not followed, and no more than {@link #MAX_BODY} is read.
 */
public final class HttpExchange {

    /** Bytes of a body that are read, 64 KiB; the rest is left. */
    public static final int MAX_BODY = 64 * 1024;

    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_FIRST_LINE = 4 * 1024;

    private final HttpClientAgent client;
    private final Names names;
    private final String host;
    private final int port;
    private final @Nullable TlsTrust trust;

    /**
     * What was answered.
     *
     * @param whole whether the body ended within {@link #MAX_BODY}
     */
    public record Answer(int status, Buffer body, boolean whole) {}

    /**
     * Exchanges with one server.
     *
     * @param trust null speaks plain HTTP
     */
    public HttpExchange(HttpClientAgent client, Names names, String host, int port, @Nullable TlsTrust trust) {
        this.client = client;
        this.names = names;
        this.host = host;
        this.port = port;
        this.trust = trust;
    }

    /** The client for all exchanges of one event loop. */
    public static HttpClientAgent client(Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxInitialLineLength(MAX_FIRST_LINE)
                .setDecompressionSupported(false));
    }

    /**
     * Sends the request and reads the answer.
     *
     * @param bodyWanted by the status; a body that is not wanted is not waited for and left out
     */
    public Future<Answer> get(CheckScope scope, String uri, Optional<String> authorization, IntPredicate bodyWanted) {
        scope.waitsFor(Finding.proberError("no resolver had looked " + host + " up " + scope.within()));
        return names.address(host)
                .compose(address -> connect(scope, address))
                .compose(connection -> {
                    scope.opened(() -> {
                        TlsTrust.forget(connection.sslSession());
                        connection.close();
                    });
                    // The exchange fails with it as well; without a handler each one would be an ERROR in the log.
                    connection.exceptionHandler(known -> {});
                    scope.waitsFor(Finding.fail(
                            FailureClass.TIMEOUT, "connected to " + scope.place() + ", no answer " + scope.within()));
                    return connection.request(new RequestOptions().setURI(uri));
                })
                .compose(request -> sent(request, authorization))
                .compose(response -> {
                    scope.waitsFor(Finding.fail(
                            FailureClass.TIMEOUT,
                            scope.place() + " answered " + response.statusCode() + ", but its body did not end "
                                    + scope.within()));
                    return bodyWanted.test(response.statusCode())
                            ? read(response)
                            : Future.succeededFuture(new Answer(response.statusCode(), Buffer.buffer(), true));
                });
    }

    private Future<HttpClientConnection> connect(CheckScope scope, InetAddress address) {
        SocketAddress server = SocketAddress.inetSocketAddress(port, address.getHostAddress());
        HttpConnectOptions options = new HttpConnectOptions()
                .setServer(server)
                .setHost(host)
                .setPort(port)
                .setSsl(trust != null)
                .setConnectTimeout(scope.connects(server, trust != null).toMillis());
        if (trust != null) {
            options.setHost(trust.serverName()).setSslOptions(trust.options());
        }
        return client.connect(options);
    }

    private Future<HttpClientResponse> sent(HttpClientRequest request, Optional<String> authorization) {
        request.authority(HostAndPort.create(host, port));
        request.putHeader("user-agent", "dns-failover-probe");
        request.putHeader("connection", "close");
        authorization.ifPresent(value -> request.putHeader("authorization", value));
        return request.send();
    }

    private static Future<Answer> read(HttpClientResponse response) {
        Promise<Answer> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(read::tryFail);
        response.endHandler(end -> read.tryComplete(new Answer(response.statusCode(), body, true)));
        response.handler(part -> {
            int room = MAX_BODY - body.length();
            body.appendBuffer(part, 0, Math.min(room, part.length()));
            if (part.length() > room) {
                response.pause();
                read.tryComplete(new Answer(response.statusCode(), body, false));
            }
        });
        return read.future();
    }
}
