package dev.failover.probe.tcp;

import dev.failover.event.Check;
import dev.failover.probe.CertificateAge;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.TlsTrust;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;

/** A TCP connection, and a TLS handshake where asked. Nothing is sent, and what comes is not judged. */
public final class TcpProbe implements Probe {

    private final Server server;
    private final CertificateAge age;

    public TcpProbe(Check.Tcp check, Server server) {
        this.server = server;
        this.age = new CertificateAge(check.tls());
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        return server.address(scope)
                .compose(address -> server.connect(scope, address, Server::close, new Deaf()))
                .map(channel -> {
                    Finding found = Finding.pass((server.secured() ? "connected with TLS to " : "connected to ")
                            + scope.place() + " in " + scope.elapsed().toMillis() + " ms");
                    return age.judged(found, TlsTrust.certificateEnds(Server.session(channel)), scope.now());
                });
    }

    /** Whatever comes after the connection is nobody's failure. */
    private static final class Deaf extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Server.close(context.channel());
        }
    }
}
