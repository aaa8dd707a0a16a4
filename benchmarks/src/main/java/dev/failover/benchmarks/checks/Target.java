package dev.failover.benchmarks.checks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small HTTP server on a free port that is well until it dies in one of the ways that servers die in. */
final class Target implements AutoCloseable {

    /** Ways of dying, and of misbehaving for long. */
    enum Death {
        /** Nobody listens any more. */
        REFUSED,
        /** Connections are taken and broken off. */
        RESET,
        /** Nothing answers at all, not even to connect. */
        BLACKHOLED,
        /** It answers 503. */
        HTTP_503,
        /** A status comes, and then nothing. */
        HUNG_BODY,
        /** The body does not end. */
        ENDLESS_BODY,
        /** Headers without end. */
        HUGE_HEADERS
    }

    private static final byte[] WELL = bytes("HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\nok\n");
    private static final byte[] AWAY =
            bytes("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    private static final byte[] HEAD = bytes("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n");
    private static final byte[] ENDLESS = bytes("HTTP/1.1 200 OK\r\n\r\n");
    private static final byte[] PART = bytes(" ".repeat(8_192));
    private static final byte[] HEADER = bytes("x-huge: " + "z".repeat(8_000) + "\r\n");

    private final Death death;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "target");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Socket> unaccepted = new ArrayList<>();
    private volatile boolean dead;

    Target(Death death) {
        this.death = death;
        try {
            // A short queue, which is soon full once nobody takes connections out of it.
            this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    int port() {
        return listening.getLocalPort();
    }

    Death death() {
        return death;
    }

    /** From now on it is dead; returns when that is so, by {@link System#nanoTime}. */
    long die() {
        long now = System.nanoTime();
        dead = true;
        try {
            if (death == Death.REFUSED) {
                listening.close();
            } else if (death == Death.BLACKHOLED) {
                // The acceptor takes the one that it waits for; these stay, and Linux drops whoever comes after them.
                for (int i = 0; i < 4; i++) {
                    Socket filler = new Socket();
                    unaccepted.add(filler);
                    fill(filler);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return now;
    }

    private void fill(Socket filler) {
        threads.execute(() -> {
            try {
                filler.connect(listening.getLocalSocketAddress(), 60_000);
            } catch (IOException e) {
                // The queue is full, as it should be.
            }
        });
    }

    private void accept() {
        try {
            while (!(dead && death == Death.BLACKHOLED)) {
                Socket socket = listening.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // By die() or close().
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (dead && death == Death.RESET) {
                socket.setSoLinger(true, 0);
                return;
            }
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            readRequest(in);
            if (dead) {
                misbehave(in, out);
            } else {
                out.write(WELL);
            }
        } catch (IOException gone) {
            // The client is.
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            matched = next == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : 0;
        }
    }

    private void misbehave(InputStream in, OutputStream out) throws IOException {
        switch (death) {
            case HTTP_503 -> out.write(AWAY);
            case HUNG_BODY -> {
                out.write(HEAD);
                // Until the client closes.
                int closed = in.read();
                assert closed < 0 : closed;
            }
            case ENDLESS_BODY -> {
                out.write(ENDLESS);
                repeat(out, PART);
            }
            case HUGE_HEADERS -> {
                out.write(bytes("HTTP/1.1 200 OK\r\n"));
                repeat(out, HEADER);
            }
            case REFUSED, RESET, BLACKHOLED -> {}
        }
    }

    private static void repeat(OutputStream out, byte[] part) throws IOException {
        while (true) {
            out.write(part);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket each : unaccepted) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
