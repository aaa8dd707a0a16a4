package dev.failover.probe.tcp;

import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CheckFailedException;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Names;
import dev.failover.probe.TlsTrust;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One server as checks connect to it: its name looked up anew for each, its certificate verified. */
public final class Server {

    private final Connector connector;
    private final Names names;
    private final String host;
    private final int port;
    private final @Nullable TlsTrust trust;

    /**
     * A server.
     *
     * @param trust null makes no handshake
     */
    public Server(Connector connector, Names names, String host, int port, @Nullable TlsTrust trust) {
        this.connector = connector;
        this.names = names;
        this.host = host;
        this.port = port;
        this.trust = trust;
    }

    public boolean secured() {
        return trust != null;
    }

    /** As an HTTP request's {@code Host} has it (RFC 9110 section 7.2). */
    public String authority() {
        String named = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (secured() ? 443 : 80) ? named : named + ":" + port;
    }

    public <T> Promise<T> promise() {
        return connector.promise();
    }

    /** Where it is now. */
    public Future<InetSocketAddress> address(CheckScope scope) {
        scope.waitsFor(Finding.proberError("no resolver had looked " + host + " up " + scope.within()));
        return names.address(host).map(address -> new InetSocketAddress(address, port));
    }

    /**
     * A connection, with its handshake done.
     *
     * @param whenOver told the connection when the check is over, to close it
     * @param reads handle what comes
     * @throws CheckFailedException when the check is over already
     */
    public Future<Channel> connect(
            CheckScope scope, InetSocketAddress address, Consumer<Channel> whenOver, ChannelHandler... reads) {
        scope.reaches(address);
        scope.passed("looked up");
        scope.waitsFor(
                Finding.fail(FailureClass.CONNECT_TIMEOUT, "no connection to " + scope.place() + " " + scope.within()));
        if (trust == null) {
            return connected(scope, connector.connect(address, reads), whenOver);
        }
        SslHandler tls = trust.handler(port);
        List<ChannelHandler> handlers = new ArrayList<>(List.of(reads));
        handlers.add(0, tls);
        ChannelFuture connecting = connector.connect(address, handlers.toArray(ChannelHandler[]::new));
        return connected(scope, connecting, whenOver).compose(channel -> secured(scope, channel, tls));
    }

    private Future<Channel> connected(CheckScope scope, ChannelFuture connecting, Consumer<Channel> whenOver) {
        Promise<Channel> connected = connector.promise();
        Channel channel = connecting.channel();
        scope.opened(() -> whenOver.accept(channel));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                scope.passed("connected");
                connected.complete(channel);
            } else {
                connected.fail(done.cause());
            }
        });
        return connected.future();
    }

    private Future<Channel> secured(CheckScope scope, Channel channel, SslHandler tls) {
        scope.waitsFor(Finding.fail(FailureClass.TLS, "no TLS handshake with " + scope.place() + " " + scope.within()));
        Promise<Channel> secured = connector.promise();
        channel.closeFuture().addListener(closed -> TlsTrust.forget(tls.engine().getSession()));
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                scope.passed("connected with TLS");
                secured.complete(channel);
            } else {
                secured.fail(done.cause());
            }
        });
        return secured.future();
    }

    /** Closes a connection, and does not wait for it. */
    public static void close(Channel channel) {
        ChannelFuture unused = channel.close();
    }

    /**
     * Closes a connection over which all has been said: without the farewell of four packets, and without leaving its
     * ports in TIME_WAIT for a minute, here or at the server.
     */
    public static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            close(channel);
        }
    }

    /** Of a connection that {@link #connect} has made; null without TLS. */
    public static @Nullable SSLSession session(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null ? null : tls.engine().getSession();
    }
}
