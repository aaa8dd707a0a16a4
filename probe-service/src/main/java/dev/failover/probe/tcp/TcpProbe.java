package dev.failover.probe.tcp;

import dev.failover.event.Check;
import dev.failover.probe.CertificateAge;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.TlsTrust;
import io.vertx.core.Future;

/** A TCP connection, and a TLS handshake where asked. Nothing is sent, and what comes is not judged. */
public final class TcpProbe implements Probe {

    private final TcpConnections connections;
    private final CertificateAge age;

    public TcpProbe(Check.Tcp check, TcpConnections connections) {
        this.connections = connections;
        this.age = new CertificateAge(check.tls());
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        return connections.connect(scope).map(socket -> {
            Finding found = Finding.pass((connections.secured() ? "connected with TLS to " : "connected to ")
                    + scope.place() + " in " + scope.elapsed().toMillis() + " ms");
            return age.judged(found, TlsTrust.certificateEnds(socket.sslSession()), scope.now());
        });
    }
}
