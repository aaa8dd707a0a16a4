package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One check from the command line, against a server of this machine. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProbeCommandIT {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/ill") ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void printsEverythingThatItSaw() {
        assertThat(probe(url("http", "/"), "--timeout", "30s")).isZero();

        assertThat(out.toString())
                .contains("outcome             PASS\n")
                .contains("address             127.0.0.1:" + server.getAddress().getPort() + "\n")
                .containsPattern("looked up +after \\d+\\.\\d ms\\n")
                .containsPattern("connected +after \\d+\\.\\d ms\\n")
                .containsPattern("answered 200 +after \\d+\\.\\d ms\\n")
                .containsPattern("took +\\d+\\.\\d ms of 30s\\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theExitCodeSaysWhoseFaultItIs() {
        assertThat(probe(url("http", "/ill"), "--timeout", "30s")).isEqualTo(1);
        assertThat(out.toString()).contains("FAIL HTTP_STATUS", "answered 503");
        server.stop(0);
        assertThat(probe(url("tcp", ""), "--timeout", "30s")).isEqualTo(1);
        assertThat(out.toString()).contains("FAIL CONNECT_REFUSED");
    }

    @Test
    void checksAnEndpointOfAFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("services.yaml"), """
                services:
                  - name: search
                    record: {zone: Z1, name: es.example.com, type: A, ttl: 30s}
                    probing: {timeout: 30s}
                    endpoints:
                      - {name: primary, target: 10.0.1.10, check: {kind: http, url: "%s"}}
                      - name: secondary
                        target: 10.0.2.10
                        check: {kind: http, url: "%s", auth: {scheme: api-key, secretFrom: env:NOT_SET_ANYWHERE}}
                """.formatted(url("http", "/ill"), url("http", "/")));

        assertThat(probe("-f", file.toString(), "--service", "search", "--endpoint", "primary"))
                .isEqualTo(1);
        assertThat(probe("-f", file.toString(), "--service", "search", "--endpoint", "secondary"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("PROBER_ERROR PROBER_ERROR", "env:NOT_SET_ANYWHERE");
        assertThat(probe("-f", file.toString(), "--service", "search", "--endpoint", "third"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("search has no endpoint third, but [primary, secondary]");
    }

    @Test
    void refusesWhatNamesNothingToCheck() {
        assertThat(probe()).isEqualTo(2);
        assertThat(probe("ftp://127.0.0.1/")).isEqualTo(2);
        assertThat(err.toString())
                .contains("give either a URL or --file with --service and --endpoint")
                .contains("the URL must begin with http://");
    }

    private String url(String scheme, String path) {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private int probe(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "probe";
        System.arraycopy(args, 0, all, 1, args.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
