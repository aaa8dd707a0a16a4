package dev.failover.probe.haproxy;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CertificateAge;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.TlsTrust;
import dev.failover.probe.tcp.Server;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The servers of a backend, by {@code show stat} of HAProxy's Runtime API on a TCP port; it closes after its answer. */
public final class RuntimeApiProbe implements Probe {

    private static final int MAX_BYTES = 64 * 1024;

    private final Server server;
    private final Statistics statistics;
    private final CertificateAge age;

    public RuntimeApiProbe(Check.Haproxy check, Server server) {
        this.server = server;
        this.statistics = new Statistics(check);
        this.age = new CertificateAge(check.tls());
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        Answer answer = new Answer(server.promise());
        return server.address(scope)
                .compose(address -> server.connect(scope, address, Server::close, answer))
                .compose(channel -> {
                    scope.waitsFor(Finding.fail(
                            FailureClass.TIMEOUT,
                            "connected to " + scope.place() + ", no whole answer " + scope.within()));
                    ChannelFuture unused =
                            channel.writeAndFlush(Unpooled.copiedBuffer("show stat\n", StandardCharsets.US_ASCII));
                    return answer.whole()
                            .map(csv -> age.judged(
                                    judged(csv, scope),
                                    TlsTrust.certificateEnds(Server.session(channel)),
                                    scope.now()));
                });
    }

    /** What comes until the other side closes, or more than anybody reads. */
    private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {

        private final Promise<Buffer> whole;
        private final Buffer all = Buffer.buffer();

        private Answer(Promise<Buffer> whole) {
            this.whole = whole;
        }

        private Future<Buffer> whole() {
            return whole.future();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf part) {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes);
            all.appendBytes(bytes);
            if (all.length() > MAX_BYTES) {
                whole.tryComplete(all);
                Server.close(context.channel());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            whole.tryComplete(all);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            whole.tryFail(cause);
            Server.close(context.channel());
        }
    }

    private Finding judged(Buffer csv, CheckScope scope) {
        String where = scope.place() + " after " + scope.elapsed().toMillis() + " ms";
        if (csv.length() > MAX_BYTES) {
            return Finding.fail(FailureClass.BODY, "the statistics are longer than 64 KiB: " + where);
        }
        return csv.length() == 0
                ? Finding.fail(FailureClass.RESET, "closed without an answer: " + where)
                : statistics.judged(csv.toString(), where);
    }
}
