package dev.failover.dns.rfc2136;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.xbill.DNS.Header;
import org.xbill.DNS.Opcode;

/** Stands between the provider and a name server, passes DNS messages over TCP, and spoils answers when asked to. */
public final class Relay implements AutoCloseable {

    /** What becomes of an answer; an empty one is a connection that is closed instead. */
    interface Spoiler {
        byte[] apply(byte[] answer) throws IOException;
    }

    static final Spoiler LOSE = answer -> new byte[0];

    private final ServerSocket listener;
    private volatile boolean silent;
    private final InetSocketAddress server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<Spoiler> nextUpdate = new AtomicReference<>(answer -> answer);
    private final AtomicReference<Spoiler> nextQuery = new AtomicReference<>(answer -> answer);

    public Relay(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Future<?> unused = threads.submit(this::accept);
    }

    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("127.0.0.1", listener.getLocalPort());
    }

    /** From now on, and until it is told otherwise, connections are taken and nothing is said. */
    public void beSilent(boolean silently) {
        silent = silently;
    }

    void spoilNextUpdate(Spoiler spoiler) {
        nextUpdate.set(spoiler);
    }

    void spoilNextQuery(Spoiler spoiler) {
        nextQuery.set(spoiler);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Future<?> unused = threads.submit(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                DataInputStream asks = new DataInputStream(client.getInputStream());
                DataInputStream answers = new DataInputStream(upstream.getInputStream())) {
            while (true) {
                byte[] request = read(asks);
                if (silent) {
                    continue;
                }
                write(upstream, request);
                boolean update = new Header(request).getOpcode() == Opcode.UPDATE;
                byte[] answer = (update ? nextUpdate : nextQuery)
                        .getAndSet(same -> same)
                        .apply(read(answers));
                if (answer.length == 0) {
                    return;
                }
                write(client, answer);
            }
        } catch (IOException e) {
            // Either side has closed its connection.
            return;
        }
    }

    private static byte[] read(DataInputStream from) throws IOException {
        byte[] message = new byte[from.readUnsignedShort()];
        from.readFully(message);
        return message;
    }

    private static void write(Socket to, byte[] message) throws IOException {
        DataOutputStream out = new DataOutputStream(to.getOutputStream());
        out.writeShort(message.length);
        out.write(message);
        out.flush();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new AssertionError("closing a listener", e);
        }
        threads.shutdownNow();
    }
}
