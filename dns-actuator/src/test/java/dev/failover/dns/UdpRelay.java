package dev.failover.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server that is reached over UDP only: hands each question on, and the answer back. */
final class UdpRelay implements AutoCloseable {

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress behind;
    private final AtomicInteger relayed = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "udp-relay");

    UdpRelay(InetSocketAddress behind) throws SocketException {
        this.behind = behind;
        thread.start();
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("127.0.0.1", socket.getLocalPort());
    }

    int relayed() {
        return relayed.get();
    }

    private void run() {
        try (DatagramSocket back = new DatagramSocket()) {
            InetSocketAddress target = new InetSocketAddress(behind.getHostString(), behind.getPort());
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
                socket.receive(packet);
                SocketAddress asker = packet.getSocketAddress();
                back.send(new DatagramPacket(packet.getData(), packet.getLength(), target));
                DatagramPacket answer = new DatagramPacket(new byte[4_096], 4_096);
                back.receive(answer);
                relayed.incrementAndGet();
                socket.send(new DatagramPacket(answer.getData(), answer.getLength(), asker));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
