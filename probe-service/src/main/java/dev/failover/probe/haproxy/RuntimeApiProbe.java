package dev.failover.probe.haproxy;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CertificateAge;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.TlsTrust;
import dev.failover.probe.tcp.TcpConnections;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** The servers of a backend, by {@code show stat} of HAProxy's Runtime API on a TCP port; it closes after its answer. */
public final class RuntimeApiProbe implements Probe {

    private static final int MAX_BYTES = 64 * 1024;

    private final TcpConnections connections;
    private final Statistics statistics;
    private final CertificateAge age;

    public RuntimeApiProbe(Check.Haproxy check, TcpConnections connections) {
        this.connections = connections;
        this.statistics = new Statistics(check);
        this.age = new CertificateAge(check.tls());
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        return connections.connect(scope).compose(socket -> {
            scope.waitsFor(Finding.fail(
                    FailureClass.TIMEOUT, "connected to " + scope.place() + ", no whole answer " + scope.within()));
            return asked(socket)
                    .map(csv ->
                            age.judged(judged(csv, scope), TlsTrust.certificateEnds(socket.sslSession()), scope.now()));
        });
    }

    private static Future<Buffer> asked(NetSocket socket) {
        Promise<Buffer> read = Promise.promise();
        Buffer all = Buffer.buffer();
        socket.exceptionHandler(read::tryFail);
        socket.closeHandler(closed -> read.tryComplete(all));
        socket.handler(part -> {
            all.appendBuffer(part);
            if (all.length() > MAX_BYTES) {
                socket.pause();
                read.tryComplete(all);
            }
        });
        return socket.write("show stat\n").compose(written -> read.future());
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
