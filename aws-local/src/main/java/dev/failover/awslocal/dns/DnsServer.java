package dev.failover.awslocal.dns;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** UDP and TCP on one port (RFC 1035, 7766). Whatever comes in is answered, refused or dropped; nothing ends the server. */
public final class DnsServer {

    static final int MAX_TCP_CONNECTIONS = 200;

    private static final Logger log = LoggerFactory.getLogger(DnsServer.class);
    private static final int TCP_IDLE_SECONDS = 10;
    private static final int TCP_MAX_MESSAGE = 65_535;
    private static final int LENGTH_BYTES = 2;
    private static final int HEADER_BYTES = 12;
    private static final int NOTHING_MORE = -1;
    private static final int BIND_ATTEMPTS = 10;

    private final Vertx vertx;
    private final Answers answers;
    private @Nullable DatagramSocket udp;
    private @Nullable NetServer tcp;
    private int connections;

    public DnsServer(Vertx vertx, Answers answers) {
        this.vertx = vertx;
        this.answers = answers;
    }

    /** Binds both, and gives the port; 0 means any that is free for both. */
    public Future<Integer> listen(String host, int port) {
        return listen(host, port, port == 0 ? BIND_ATTEMPTS : 1);
    }

    private Future<Integer> listen(String host, int port, int attempts) {
        DatagramSocket socket = vertx.createDatagramSocket(new DatagramSocketOptions());
        socket.handler(packet -> answerUdp(socket, packet));
        socket.exceptionHandler(e -> log.debug("udp: {}", e.getMessage()));
        NetServer server = vertx.createNetServer(
                new NetServerOptions().setIdleTimeout(TCP_IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS));
        server.connectHandler(this::accept);
        return socket.listen(port, host)
                .compose(bound -> server.listen(bound.localAddress().port(), host))
                .map(bound -> {
                    udp = socket;
                    tcp = server;
                    return bound.actualPort();
                })
                .recover(failure -> socket.close()
                        .transform(closed -> attempts > 1
                                ? listen(host, port, attempts - 1)
                                : Future.failedFuture(new IOException("cannot listen for DNS on " + host + ":" + port
                                        + ": " + failure.getMessage()))));
    }

    public Future<?> close() {
        Future<?> udpClosed = udp == null ? Future.succeededFuture() : udp.close();
        Future<?> tcpClosed = tcp == null ? Future.succeededFuture() : tcp.close();
        return Future.join(udpClosed, tcpClosed);
    }

    private void answerUdp(DatagramSocket socket, DatagramPacket packet) {
        answer(packet.data().getBytes(), true)
                .ifPresent(wire -> socket.send(
                                Buffer.buffer(wire),
                                packet.sender().port(),
                                packet.sender().hostAddress())
                        .onFailure(e -> log.debug("udp answer not sent: {}", e.getMessage())));
    }

    private void accept(NetSocket socket) {
        if (connections >= MAX_TCP_CONNECTIONS) {
            socket.close();
            return;
        }
        connections++;
        socket.closeHandler(closed -> connections--);
        socket.exceptionHandler(e -> log.debug("tcp: {}", e.getMessage()));
        RecordParser parser = RecordParser.newFixed(LENGTH_BYTES, socket);
        parser.exceptionHandler(e -> socket.close());
        parser.handler(new TcpQueries(parser, socket));
    }

    /** Length, message, length, message ...: answered in the order of asking. */
    private final class TcpQueries implements Handler<Buffer> {

        private final RecordParser parser;
        private final NetSocket socket;
        private boolean lengthIsNext = true;
        private int expected = LENGTH_BYTES;

        private TcpQueries(RecordParser parser, NetSocket socket) {
            this.parser = parser;
            this.socket = socket;
        }

        @Override
        public void handle(Buffer frame) {
            if (frame.length() != expected) {
                // The rest of a message that was broken off: the parser hands it over when the connection ends.
                return;
            }
            if (lengthIsNext) {
                expected = frame.getUnsignedShort(0);
            } else {
                expected = LENGTH_BYTES;
                answer(frame.getBytes(), false).ifPresentOrElse(this::send, socket::close);
            }
            if (lengthIsNext && expected < HEADER_BYTES) {
                expected = NOTHING_MORE;
                socket.close();
                return;
            }
            lengthIsNext = !lengthIsNext;
            parser.fixedSizeMode(expected);
        }

        private void send(byte[] wire) {
            socket.write(Buffer.buffer().appendUnsignedShort(wire.length).appendBytes(wire))
                    .onFailure(e -> log.debug("tcp answer not sent: {}", e.getMessage()));
            if (socket.writeQueueFull()) {
                parser.pause();
                socket.drainHandler(drained -> parser.resume());
            }
        }
    }

    /** Pure apart from the zones; empty means drop. */
    private Optional<byte[]> answer(byte[] wire, boolean overUdp) {
        if (wire.length < HEADER_BYTES) {
            return Optional.empty();
        }
        Message query;
        try {
            query = new Message(wire);
        } catch (IOException | RuntimeException e) {
            return formatError(wire);
        }
        try {
            return answers.answer(query)
                    .map(answer -> answer.toWire(overUdp ? Answers.udpPayload(query) : TCP_MAX_MESSAGE));
        } catch (RuntimeException e) {
            log.error("cannot answer {}", query.getQuestion(), e);
            return Optional.of(failure(query.getHeader().getID(), Rcode.SERVFAIL));
        }
    }

    private static Optional<byte[]> formatError(byte[] wire) {
        boolean isAnswer = (wire[2] & 0x80) != 0;
        int id = (wire[0] & 0xFF) << 8 | (wire[1] & 0xFF);
        return isAnswer ? Optional.empty() : Optional.of(failure(id, Rcode.FORMERR));
    }

    private static byte[] failure(int id, int rcode) {
        Message failure = new Message(id);
        failure.getHeader().setFlag(Flags.QR);
        failure.getHeader().setRcode(rcode);
        return failure.toWire();
    }
}
