package dev.failover.dns.rfc2136;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * DNS messages over one TCP connection, two octets of length before each (RFC 1035, 4.2.2), so that none is longer than
 * 65,535. Connecting, and each exchange from its first octet to its last, has a time limit.
 */
final class TcpConnection implements AutoCloseable {

    private final Selector selector;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Duration limit;
    private long end;

    private TcpConnection(Selector selector, SocketChannel channel, SelectionKey key, Duration limit) {
        this.selector = selector;
        this.channel = channel;
        this.key = key;
        this.limit = limit;
    }

    static TcpConnection open(InetSocketAddress server, Duration limit) throws IOException {
        Selector selector = Selector.open();
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            TcpConnection connection = new TcpConnection(selector, channel, key, limit);
            connection.connect(server);
            return connection;
        } catch (IOException e) {
            channel.close();
            selector.close();
            throw e;
        }
    }

    private void connect(InetSocketAddress server) throws IOException {
        begin();
        if (!channel.connect(server)) {
            do {
                waitFor(SelectionKey.OP_CONNECT);
            } while (!channel.finishConnect());
        }
    }

    /** Sends a message and waits for one. */
    byte[] exchange(byte[] message) throws IOException {
        begin();
        ByteBuffer framed = ByteBuffer.allocate(2 + message.length);
        framed.putShort((short) message.length).put(message).flip();
        while (framed.hasRemaining()) {
            if (channel.write(framed) == 0) {
                waitFor(SelectionKey.OP_WRITE);
            }
        }
        return read(Short.toUnsignedInt(ByteBuffer.wrap(read(2)).getShort()));
    }

    private byte[] read(int length) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(length);
        while (octets.hasRemaining()) {
            int count = channel.read(octets);
            if (count < 0) {
                throw new EOFException("it closed the connection");
            } else if (count == 0) {
                waitFor(SelectionKey.OP_READ);
            }
        }
        return octets.array();
    }

    private void begin() {
        end = System.nanoTime() + limit.toNanos();
    }

    private void waitFor(int operation) throws IOException {
        key.interestOps(operation);
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0 || selector.select(millis) == 0) {
            throw new SocketTimeoutException("nothing within " + limit.toSeconds() + " s");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
