package dev.failover.probe.http;

import dev.failover.probe.CheckScope;
import dev.failover.probe.tcp.Server;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection of its own, or on one that is kept between checks for a while. The name is looked up for
 * each and the address pinned, while SNI, certificate and host header keep the name. Redirects are not followed, and no
 * more than {@link #MAX_BODY} is read.
 */
public final class HttpExchange {

    /** Bytes of a body that are read, 64 KiB; the rest is left. */
    public static final int MAX_BODY = 64 * 1024;

    private static final HttpDecoderConfig LIMITS = new HttpDecoderConfig()
            .setMaxInitialLineLength(4 * 1024)
            .setMaxHeaderSize(16 * 1024)
            .setMaxChunkSize(MAX_BODY);

    private final Server server;
    private final Duration keep;
    private @Nullable Kept kept;

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
            HttpHeaders headers,
            Buffer body,
            boolean whole,
            @Nullable Instant certificateEnds) {

        /** Without headers and TLS. */
        public Answer(int status, Buffer body, boolean whole) {
            this(status, EmptyHttpHeaders.INSTANCE, body, whole, null);
        }
    }

    /** A connection that may be used again. */
    private record Kept(HttpConnection connection, Channel channel, InetSocketAddress address, Instant since) {

        boolean usable(InetSocketAddress addressNow, Instant now, Duration keep) {
            return address.equals(addressNow)
                    && connection.reusable(channel)
                    && Duration.between(since, now).compareTo(keep) < 0;
        }
    }

    /**
     * Exchanges with one server.
     *
     * @param keep for how long a connection may be used again; zero makes one for each exchange
     */
    public HttpExchange(Server server, Duration keep) {
        this.server = server;
        this.keep = keep;
    }

    /**
     * Sends the request and reads the answer.
     *
     * @param bodyWanted by the status; a body that is not wanted is not waited for and left out
     */
    public Future<Answer> ask(CheckScope scope, Request request, IntPredicate bodyWanted) {
        return server.address(scope).compose(address -> {
            Kept last = kept;
            kept = null;
            if (last != null && last.usable(address, scope.now(), keep)) {
                return again(last, scope, request, bodyWanted);
            } else if (last != null) {
                Server.close(last.channel());
            }
            return anew(scope, address, request, bodyWanted);
        });
    }

    private Future<Answer> anew(CheckScope scope, InetSocketAddress address, Request request, IntPredicate bodyWanted) {
        HttpConnection connection = new HttpConnection();
        return server.connect(
                        scope,
                        address,
                        channel -> over(new Kept(connection, channel, address, scope.now())),
                        new HttpResponseDecoder(LIMITS),
                        connection)
                .compose(channel -> connection.send(channel, bytes(request), scope, server.promise(), bodyWanted));
    }

    /**
     * On a connection that is kept. A server may close one that idles at any moment, which is no failure of the server's:
     * where it is found closed the request is sent once more, on a new one (RFC 9112 section 9.3.1).
     */
    private Future<Answer> again(Kept last, CheckScope scope, Request request, IntPredicate bodyWanted) {
        scope.reaches(last.address());
        scope.passed("kept connection");
        scope.opened(() -> over(last));
        return last.connection()
                .send(last.channel(), bytes(request), scope, server.promise(), bodyWanted)
                .recover(e -> last.connection().begun()
                        ? Future.failedFuture(e)
                        : anew(scope, last.address(), request, bodyWanted));
    }

    /** Its check has ended. */
    private void over(Kept used) {
        if (!keep.isZero() && kept == null && used.connection().reusable(used.channel())) {
            kept = used;
        } else if (used.connection().answered() && !server.secured()) {
            Server.reset(used.channel());
        } else {
            Server.close(used.channel());
        }
    }

    /** Closes what is kept. */
    public void close() {
        Kept last = kept;
        kept = null;
        if (last != null) {
            Server.close(last.channel());
        }
    }

    /** RFC 9112: nothing in it but what a URI or a header may hold. */
    private byte[] bytes(Request request) {
        StringBuilder text = new StringBuilder(160)
                .append(request.method().name())
                .append(' ')
                .append(request.uri())
                .append(" HTTP/1.1\r\nhost: ")
                .append(server.authority())
                .append("\r\nuser-agent: dns-failover-probe\r\n");
        if (keep.isZero()) {
            text.append("connection: close\r\n");
        }
        request.authorization()
                .ifPresent(value -> text.append("authorization: ").append(value).append("\r\n"));
        String json = request.json();
        if (json != null) {
            text.append("content-type: application/json\r\ncontent-length: ")
                    .append(ByteBufUtil.utf8Bytes(json))
                    .append("\r\n");
        }
        text.append("\r\n");
        return (json == null ? text : text.append(json)).toString().getBytes(StandardCharsets.UTF_8);
    }
}
