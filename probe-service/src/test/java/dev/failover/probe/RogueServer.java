package dev.failover.probe;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a free port of loopback that behaves in one way, and counts its connections. */
final class RogueServer implements AutoCloseable {

    private final Rogue rogue;
    private final ServerSocket listening;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger certificatesShown = new AtomicInteger();

    RogueServer(Rogue rogue) throws IOException {
        this.rogue = rogue;
        this.listening = rogue.listen(certificatesShown::incrementAndGet);
        if (rogue == Rogue.REFUSES) {
            listening.close();
        } else {
            daemon(this::accept);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Connections that the client has neither closed nor broken off. */
    int open() {
        return open.get();
    }

    int accepted() {
        return accepted.get();
    }

    /** Handshakes in which the certificate was shown. */
    int certificatesShown() {
        return certificatesShown.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                accepted.incrementAndGet();
                open.incrementAndGet();
                daemon(() -> {
                    rogue.serve(socket);
                    open.decrementAndGet();
                });
            }
        } catch (IOException closed) {
            // By close().
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "rogue");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
