package dev.failover.probe.tcp;

import dev.failover.event.Check;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Names;
import dev.failover.probe.Probe;
import dev.failover.probe.TlsTrust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A TCP connection, and a TLS handshake where asked. Nothing is sent. */
public final class TcpProbe implements Probe {

    private final Check.Tcp check;
    private final NetClient client;
    private final Names names;
    private final @Nullable TlsTrust trust;

    /**
     * A probe.
     *
     * @param trust null makes no handshake
     */
    public TcpProbe(Check.Tcp check, NetClient client, Names names, @Nullable TlsTrust trust) {
        this.check = check;
        this.client = client;
        this.names = names;
        this.trust = trust;
    }

    /** The client for all checks of one event loop. */
    public static NetClient client(Vertx vertx) {
        return vertx.createNetClient();
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        scope.waitsFor(Finding.proberError("no resolver had looked " + check.host() + " up " + scope.within()));
        return names.address(check.host())
                .compose(address -> connect(scope, address))
                .map(socket -> {
                    scope.opened(() -> {
                        TlsTrust.forget(socket.sslSession());
                        socket.close();
                    });
                    // What comes after the connection is not judged, and not to be logged as an ERROR.
                    socket.exceptionHandler(later -> {});
                    return Finding.pass((trust == null ? "connected to " : "connected with TLS to ") + scope.place()
                            + " in " + scope.elapsed().toMillis() + " ms");
                });
    }

    private Future<NetSocket> connect(CheckScope scope, InetAddress address) {
        SocketAddress server = SocketAddress.inetSocketAddress(check.port(), address.getHostAddress());
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(server)
                .setHost(check.host())
                .setPort(check.port())
                .setTimeout(
                        Math.toIntExact(scope.connects(server, trust != null).toMillis()));
        if (trust != null) {
            options.setHost(trust.serverName()).setSsl(true).setSslOptions(trust.options());
        }
        return client.connect(options);
    }
}
