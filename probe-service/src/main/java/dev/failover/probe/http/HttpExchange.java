package dev.failover.probe.http;

import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Names;
import dev.failover.probe.TlsTrust;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection of its own. The name is looked up for it and the address pinned, while SNI, certificate and host
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
     * What is asked.
     *
     * @param json null sends no body
     */
    public record Request(
            HttpMethod method,
            String uri,
            Optional<String> authorization,
            @Nullable String json) {

        public static Request get(String uri, Optional<String> authorization) {
            return new Request(HttpMethod.GET, uri, authorization, null);
        }
    }

    /**
     * What was answered.
     *
     * @param whole whether the body ended within {@link #MAX_BODY}
     * @param certificateEnds when the server's certificate expires; null without TLS
     */
    public record Answer(
            int status,
            MultiMap headers,
            Buffer body,
            boolean whole,
            @Nullable Instant certificateEnds) {

        /** Without headers and TLS. */
        public Answer(int status, Buffer body, boolean whole) {
            this(status, MultiMap.caseInsensitiveMultiMap(), body, whole, null);
        }
    }

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
    public Future<Answer> ask(CheckScope scope, Request request, IntPredicate bodyWanted) {
        scope.waitsFor(Finding.proberError("no resolver had looked " + host + " up " + scope.within()));
        return names.address(host).compose(address -> connect(scope, address)).compose(connection -> {
            scope.passed(trust == null ? "connected" : "connected with TLS");
            scope.opened(() -> {
                TlsTrust.forget(connection.sslSession());
                connection.close();
            });
            // The exchange fails with it as well; without a handler each one would be an ERROR in the log.
            connection.exceptionHandler(known -> {});
            scope.waitsFor(Finding.fail(
                    FailureClass.TIMEOUT, "connected to " + scope.place() + ", no answer " + scope.within()));
            Instant ends = TlsTrust.certificateEnds(connection.sslSession());
            return connection
                    .request(new RequestOptions().setMethod(request.method()).setURI(request.uri()))
                    .compose(opened -> sent(opened, request))
                    .compose(response -> answer(scope, response, bodyWanted, ends));
        });
    }

    private Future<Answer> answer(
            CheckScope scope, HttpClientResponse response, IntPredicate bodyWanted, @Nullable Instant ends) {
        scope.passed("answered " + response.statusCode());
        scope.waitsFor(Finding.fail(
                FailureClass.TIMEOUT,
                scope.place() + " answered " + response.statusCode() + ", but its body did not end " + scope.within()));
        return bodyWanted.test(response.statusCode())
                ? read(response, ends)
                : Future.succeededFuture(
                        new Answer(response.statusCode(), response.headers(), Buffer.buffer(), true, ends));
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

    private Future<HttpClientResponse> sent(HttpClientRequest opened, Request request) {
        opened.authority(HostAndPort.create(host, port));
        opened.putHeader("user-agent", "dns-failover-probe");
        opened.putHeader("connection", "close");
        request.authorization().ifPresent(value -> opened.putHeader("authorization", value));
        if (request.json() == null) {
            return opened.send();
        }
        opened.putHeader("content-type", "application/json");
        return opened.send(request.json());
    }

    private static Future<Answer> read(HttpClientResponse response, @Nullable Instant ends) {
        Promise<Answer> read = Promise.promise();
        Buffer body = Buffer.buffer();
        int status = response.statusCode();
        response.exceptionHandler(read::tryFail);
        response.endHandler(end -> read.tryComplete(new Answer(status, response.headers(), body, true, ends)));
        response.handler(part -> {
            int room = MAX_BODY - body.length();
            body.appendBuffer(part, 0, Math.min(room, part.length()));
            if (part.length() > room) {
                response.pause();
                read.tryComplete(new Answer(status, response.headers(), body, false, ends));
            }
        });
        return read.future();
    }
}
