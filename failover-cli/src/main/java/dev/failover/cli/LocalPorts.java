package dev.failover.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports on this machine. */
public final class LocalPorts {

    /** Where {@code failover demo} and {@code failover run} have their broker. */
    public static final int KAFKA = 19092;

    private LocalPorts() {}

    /** That many different free ports. */
    public static int[] free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            // Held until all are found, or the same one would be found again.
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        } finally {
            held.forEach(LocalPorts::close);
        }
    }

    /**
     * Refuses a port on loopback that is in use.
     *
     * @param what listens there
     * @param remedy what to do about it
     */
    public static void mustBeFree(int port, String what, String remedy) {
        mustBeFree(InetAddress.getLoopbackAddress(), port, what, remedy);
    }

    /** The same where all of this host's addresses are listened on. */
    public static void mustBeFreeEverywhere(int port, String what, String remedy) {
        mustBeFree(new InetSocketAddress(0).getAddress(), port, what, remedy);
    }

    /** The same for one of this host's addresses. */
    public static void mustBeFree(InetAddress address, int port, String what, String remedy) {
        try {
            new ServerSocket(port, 1, address).close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port + " (" + what + ") cannot be opened: " + e.getMessage() + "; " + remedy, e);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
