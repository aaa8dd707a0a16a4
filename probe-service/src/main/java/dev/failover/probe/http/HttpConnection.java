package dev.failover.probe.http;

import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.TlsTrust;
import dev.failover.probe.http.HttpExchange.Answer;
import dev.failover.probe.tcp.Server;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The requests and answers of one connection, one after the other, behind Netty's decoder. Lives on one event loop. */
final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {

    private @Nullable Waiting waiting;
    private boolean reusable;
    private boolean begun;
    private boolean ended;

    /** One request whose answer has not ended. */
    private static final class Waiting {
        private final CheckScope scope;
        private final Promise<Answer> answered;
        private final IntPredicate bodyWanted;
        private final @Nullable Instant certificateEnds;
        private final Buffer body = Buffer.buffer();
        private @Nullable HttpResponse head;

        private Waiting(
                CheckScope scope,
                Promise<Answer> answered,
                IntPredicate bodyWanted,
                @Nullable Instant certificateEnds) {
            this.scope = scope;
            this.answered = answered;
            this.bodyWanted = bodyWanted;
            this.certificateEnds = certificateEnds;
        }

        private void answered(HttpResponse of, boolean whole) {
            answered.tryComplete(new Answer(of.status().code(), of.headers(), body, whole, certificateEnds));
        }
    }

    /** Whether another request may follow: the last answer has ended, and the server has not closed. */
    boolean reusable(Channel channel) {
        return reusable && waiting == null && channel.isActive();
    }

    /** Whether the last answer has been read to its end. */
    boolean answered() {
        return ended;
    }

    /** Whether anything has come of the last answer. */
    boolean begun() {
        return begun;
    }

    /**
     * Sends a request.
     *
     * @param answered told the answer, or why there is none
     */
    Future<Answer> send(
            Channel channel, byte[] request, CheckScope scope, Promise<Answer> answered, IntPredicate bodyWanted) {
        reusable = false;
        begun = false;
        ended = false;
        waiting = new Waiting(scope, answered, bodyWanted, TlsTrust.certificateEnds(Server.session(channel)));
        scope.waitsFor(
                Finding.fail(FailureClass.TIMEOUT, "connected to " + scope.place() + ", no answer " + scope.within()));
        channel.writeAndFlush(Unpooled.wrappedBuffer(request)).addListener(written -> {
            // A server may answer and close without having read the request: its answer counts.
            if (!written.isSuccess() && !channel.isActive()) {
                fail(written.cause());
            }
        });
        return answered.future();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        Waiting now = waiting;
        begun = true;
        if (now == null) {
            // Nothing was asked.
            Server.close(context.channel());
        } else if (part.decoderResult().isFailure()) {
            fail(part.decoderResult().cause());
        } else if (part instanceof HttpResponse head) {
            begins(now, head);
        }
        // A full message of Netty is head and body in one.
        if (waiting != null && part instanceof HttpContent content) {
            continues(waiting, content);
        }
    }

    private void begins(Waiting now, HttpResponse head) {
        if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            return;
        }
        now.head = head;
        int status = head.status().code();
        now.scope.passed("answered " + status);
        now.scope.waitsFor(Finding.fail(
                FailureClass.TIMEOUT,
                now.scope.place() + " answered " + status + ", but its body did not end " + now.scope.within()));
        if (!now.bodyWanted.test(status)) {
            waiting = null;
            now.answered(head, true);
        }
    }

    private void continues(Waiting now, HttpContent content) {
        HttpResponse head = now.head;
        if (head == null) {
            return;
        }
        ByteBuf part = content.content();
        int room = HttpExchange.MAX_BODY - now.body.length();
        int taken = Math.min(room, part.readableBytes());
        if (taken > 0) {
            byte[] bytes = new byte[taken];
            part.getBytes(part.readerIndex(), bytes);
            now.body.appendBytes(bytes);
        }
        if (part.readableBytes() > room) {
            waiting = null;
            now.answered(head, false);
        } else if (content instanceof LastHttpContent) {
            waiting = null;
            ended = true;
            reusable = HttpUtil.isKeepAlive(head);
            now.answered(head, true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        reusable = false;
        fail(new ClosedChannelException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        Server.close(context.channel());
    }

    private void fail(Throwable cause) {
        Waiting now = waiting;
        if (now != null) {
            waiting = null;
            now.answered.tryFail(cause);
        }
    }
}
