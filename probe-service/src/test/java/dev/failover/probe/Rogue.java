package dev.failover.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Ways in which a server behaves, mostly badly. */
enum Rogue {
    /** A green cluster and a good page: the one that is well. */
    WELL(socket -> answer(socket, "200 OK", green())),
    WELL_WITH_TLS("sound", socket -> answer(socket, "200 OK", green())),
    /** Nobody listens. */
    REFUSES(socket -> {}),
    RESETS(socket -> {
        socket.setSoLinger(true, 0);
        socket.close();
    }),
    RESETS_IN_THE_HANDSHAKE("none", socket -> {
        socket.setSoLinger(true, 0);
        socket.close();
    }),
    CLOSES_AFTER_THE_REQUEST(socket -> {
        request(socket);
        socket.close();
    }),
    HANGS(socket -> {}),
    HANGS_IN_THE_HANDSHAKE("none", socket -> {}),
    NO_TLS_ON_THE_TLS_PORT("none", socket -> {
        socket.getInputStream().read();
        write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
    }),
    SLOW_HEADERS(socket -> {
        request(socket);
        write(socket, "HTTP/1.1 200 OK\r\nx-slow: ");
        while (stillOpenAfterAMoment(socket)) {
            write(socket, "z");
        }
    }),
    STOPS_IN_THE_BODY(socket -> {
        request(socket);
        write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"status\":");
    }),
    CUTS_THE_BODY_OFF(socket -> {
        request(socket);
        write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"status\":");
        socket.close();
    }),
    ENDLESS_BODY(socket -> {
        request(socket);
        write(socket, "HTTP/1.1 200 OK\r\n\r\n");
        String part = " ".repeat(8_192);
        while (!socket.isClosed()) {
            write(socket, part);
        }
    }),
    HTML(socket -> answer(socket, "200 OK", "<html><body>Welcome to nginx!</body></html>")),
    TRUNCATED_JSON(socket -> answer(socket, "200 OK", "{\"cluster_name\":\"search\",\"status\":\"gr")),
    HUGE_HEADERS(socket -> {
        request(socket);
        write(socket, "HTTP/1.1 200 OK\r\n");
        String header = "x-huge: " + "z".repeat(8_000) + "\r\n";
        for (int i = 0; i < 100; i++) {
            write(socket, header);
        }
    }),
    NOT_HTTP(socket -> {
        request(socket);
        write(socket, "SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
    }),
    REDIRECTS_TO_ITSELF(socket -> {
        request(socket);
        write(socket, "HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n");
    }),
    UNTRUSTED_CERTIFICATE("untrusted", socket -> answer(socket, "200 OK", green())),
    WRONG_NAME("wrong-name", socket -> answer(socket, "200 OK", green())),
    EXPIRED_CERTIFICATE("expired", socket -> answer(socket, "200 OK", green()));

    /** What the server does with one connection, on a thread of the connection. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    private final @Nullable String certificate;

    @SuppressWarnings("ImmutableEnumChecker") // Lambdas without state.
    private final Behaviour behaviour;

    Rogue(Behaviour behaviour) {
        this(null, behaviour);
    }

    /** A server on a TLS port; with the certificate "none" it does not speak TLS there. */
    Rogue(@Nullable String certificate, Behaviour behaviour) {
        this.certificate = certificate;
        this.behaviour = behaviour;
    }

    boolean tls() {
        return certificate != null;
    }

    ServerSocket listen(Runnable certificateShown) throws IOException {
        return certificate == null || certificate.equals("none")
                ? new ServerSocket(0, 50, InetAddress.getLoopbackAddress())
                : Certificates.listen(certificate, certificateShown);
    }

    /** Serves one connection until the client is gone. */
    void serve(Socket socket) {
        try (socket) {
            if (socket instanceof SSLSocket secured) {
                secured.startHandshake();
            }
            behaviour.serve(socket);
            byte[] ignored = new byte[8_192];
            while (!socket.isClosed() && socket.getInputStream().read(ignored) >= 0) {
                // Until the client closes.
            }
        } catch (IOException gone) {
            // The client closed the connection, or broke it off.
        }
    }

    private static String green() {
        return "{\"cluster_name\":\"search\",\"status\":\"green\",\"timed_out\":false,\"unassigned_shards\":0}";
    }

    private static void answer(Socket socket, String status, String body) throws IOException {
        request(socket);
        write(socket, "HTTP/1.1 " + status + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Reads up to the empty line, or what HAProxy's Runtime API is asked. */
    private static void request(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && !head.toString().equals("show stat\n")) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new EOFException();
            }
            head.append((char) c);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static boolean stillOpenAfterAMoment(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException nothingSaid) {
            return true;
        }
    }
}
