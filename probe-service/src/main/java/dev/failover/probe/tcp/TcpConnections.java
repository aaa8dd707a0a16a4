package dev.failover.probe.tcp;

import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Names;
import dev.failover.probe.TlsTrust;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Connections to one server, each looked up anew and closed with its check. */
public final class TcpConnections {

    private final NetClient client;
    private final Names names;
    private final String host;
    private final int port;
    private final @Nullable TlsTrust trust;

    /**
     * Connections to one server.
     *
     * @param trust null makes no handshake
     */
    public TcpConnections(NetClient client, Names names, String host, int port, @Nullable TlsTrust trust) {
        this.client = client;
        this.names = names;
        this.host = host;
        this.port = port;
        this.trust = trust;
    }

    /** The client for all checks of one event loop. */
    public static NetClient client(Vertx vertx) {
        return vertx.createNetClient();
    }

    boolean secured() {
        return trust != null;
    }

    /** A connection, with its handshake done. */
    public Future<NetSocket> connect(CheckScope scope) {
        scope.waitsFor(Finding.proberError("no resolver had looked " + host + " up " + scope.within()));
        return names.address(host).compose(address -> connect(scope, address)).map(socket -> {
            scope.passed(trust == null ? "connected" : "connected with TLS");
            scope.opened(() -> {
                TlsTrust.forget(socket.sslSession());
                socket.close();
            });
            // What comes after the connection is not to be logged as an ERROR.
            socket.exceptionHandler(later -> {});
            return socket;
        });
    }

    private Future<NetSocket> connect(CheckScope scope, InetAddress address) {
        SocketAddress server = SocketAddress.inetSocketAddress(port, address.getHostAddress());
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(server)
                .setHost(host)
                .setPort(port)
                .setTimeout(
                        Math.toIntExact(scope.connects(server, trust != null).toMillis()));
        if (trust != null) {
            options.setHost(trust.serverName()).setSsl(true).setSslOptions(trust.options());
        }
        return client.connect(options);
    }
}
