package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The check of HAProxy against a real one with a backend of three servers; skipped where none is installed. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HaproxyIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServer> servers = new ArrayList<>();
    private @Nullable Process haproxy;
    private int pagePort;
    private int apiPort;
    private int webPort;

    @BeforeEach
    void start() throws Exception {
        Path program = Stream.of("/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "haproxy is not installed");
        for (int i = 0; i < 3; i++) {
            servers.add(vertx.createHttpServer()
                    .requestHandler(request -> {
                        if (!request.path().equals("/slow")) {
                            request.response().end();
                        }
                    })
                    .listen(0, "127.0.0.1")
                    .await(20, TimeUnit.SECONDS));
        }
        pagePort = freePort();
        apiPort = freePort();
        webPort = freePort();
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), config());
        haproxy = new ProcessBuilder(String.valueOf(program), "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        await().atMost(LIMIT).until(() -> serversUp(), up -> up == 3);
    }

    private String config() {
        StringBuilder text = new StringBuilder("""
                global
                  stats socket ipv4@127.0.0.1:%d level admin
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 5s
                  timeout server 5s
                frontend stats
                  bind 127.0.0.1:%d
                  stats enable
                  stats uri /stats
                  stats auth probe:hunter2
                frontend www
                  bind 127.0.0.1:%d
                  default_backend search
                backend other
                  server o1 127.0.0.1:1 check inter 100ms
                backend search
                  option httpchk GET /
                """.formatted(apiPort, pagePort, webPort));
        for (int i = 0; i < servers.size(); i++) {
            text.append("  server s")
                    .append(i + 1)
                    .append(" 127.0.0.1:")
                    .append(servers.get(i).actualPort())
                    .append(" check inter 200ms fall 2 rise 1\n");
        }
        return text.toString();
    }

    @AfterEach
    void stop() throws Exception {
        if (haproxy != null) {
            haproxy.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void countsTheServersThatAreUpAsTheyStop() throws Exception {
        assertThat(page(3).outcome()).isEqualTo(Outcome.PASS);
        assertThat(api(3).outcome()).isEqualTo(Outcome.PASS);

        stopServer(0);
        assertThat(page(2).outcome()).isEqualTo(Outcome.PASS);
        Finding two = page(3);
        fails(two, FailureClass.BODY);
        assertThat(two.detail())
                .startsWith("2 servers of search are up, down: s1=DOWN")
                .endsWith("needed are 3");

        stopServer(1);
        assertThat(api(1).outcome()).isEqualTo(Outcome.PASS);
        fails(api(2), FailureClass.BODY);

        stopServer(2);
        Finding none = api(1);
        fails(none, FailureClass.BODY);
        assertThat(none.measures()).containsEntry("serversUp", 0.0);
        fails(page(1), FailureClass.BODY);
    }

    @Test
    @DisplayName("what is drained, in maintenance or of weight 0 does not serve, and is no failure of its own")
    void doesNotCountWhatRests() throws Exception {
        order("set server search/s1 state maint");
        order("set server search/s2 state drain");
        order("set server search/s3 weight 0");

        await().atMost(LIMIT).until(this::serversUp, up -> up == 0);
        Finding found = page(1);

        fails(found, FailureClass.BODY);
        assertThat(found.detail()).contains("resting: s1=MAINT s2=").doesNotContain("down:");
        order("set server search/s1 state ready");
        await().atMost(LIMIT).until(() -> api(1).outcome(), Outcome.PASS::equals);
    }

    @Test
    @DisplayName("scenario 58: idle clients are seen at the frontend, and what the runbook orders does what it says")
    void tellsOfClientsThatStay() throws Exception {
        try (Socket idle = client("/");
                Socket busy = client("/")) {
            await().atMost(LIMIT).until(() -> used("clientConnections"), is -> is == 2);
            assertThat(used("sessions")).as("in mode http: requests in flight").isZero();
            busy.getOutputStream().write(request("/slow"));
            await().atMost(LIMIT).until(() -> used("sessions"), is -> is == 1);

            for (int server = 1; server <= 3; server++) {
                order("set server search/s" + server + " state drain");
            }
            await().atMost(LIMIT).until(this::serversUp, up -> up == 0);
            assertThat(used("sessions")).as("what runs is finished").isEqualTo(1);
            for (int server = 1; server <= 3; server++) {
                order("shutdown sessions server search/s" + server);
            }

            await().atMost(LIMIT).until(() -> used("sessions"), is -> is == 0);
            assertThat(busy.getInputStream().read()).as("closed").isEqualTo(-1);
            assertThat(used("clientConnections")).as("an idle client stays").isEqualTo(1);
            idle.getOutputStream().write(request("/"));
            assertThat(answer(idle)).startsWith("HTTP/1.1 503");
            assertThat(used("clientConnections"))
                    .as("and a 503 does not close it")
                    .isEqualTo(1);
        }
        await().atMost(LIMIT).until(() -> used("clientConnections"), is -> is == 0);
    }

    private Socket client(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), webPort);
        socket.getOutputStream().write(request(path));
        assertThat(answer(socket)).startsWith("HTTP/1.1 200");
        return socket;
    }

    private static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nhost: site.test\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String answer(Socket socket) throws IOException {
        byte[] some = new byte[4096];
        int length = socket.getInputStream().read(some);
        return new String(some, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }

    private int used(String measure) throws Exception {
        Finding found =
                Checks.found(vertx, new Check.Haproxy(null, "site.test", apiPort, "search", 1, null, null, "www"));
        return found.measures().getOrDefault(measure, -1.0).intValue();
    }

    @Test
    void aBackendThatIsNotThereFails() throws Exception {
        Finding found = Checks.found(vertx, new Check.Haproxy(null, "site.test", apiPort, "serach", 1, null, null));

        fails(found, FailureClass.BODY);
        assertThat(found.detail()).startsWith("HAProxy has no backend serach");
    }

    @Test
    @DisplayName("scenario 11: a password that the page refuses is the prober's error")
    void aRefusedPasswordIsNoOutage() throws Exception {
        Check.Auth wrong = new Check.Auth(Check.Auth.Scheme.BASIC, "somebody", "env:PASSWORD");

        Finding found = Checks.found(vertx, new Check.Haproxy(url(), "", 1, "search", 1, wrong, null));

        assertThat(found.outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(found.failure()).isEqualTo(FailureClass.AUTH);
    }

    private void stopServer(int number) throws Exception {
        int before = serversUp();
        servers.get(number).close().await(20, TimeUnit.SECONDS);
        await().atMost(LIMIT).until(this::serversUp, up -> up == before - 1);
    }

    private int serversUp() throws Exception {
        return api(1).measures().getOrDefault("serversUp", -1.0).intValue();
    }

    private Finding page(int minUp) throws Exception {
        Check.Auth auth = new Check.Auth(Check.Auth.Scheme.BASIC, "probe", "env:PASSWORD");
        return Checks.found(vertx, new Check.Haproxy(url(), "", 1, "search", minUp, auth, null));
    }

    private URI url() {
        return URI.create("http://site.test:" + pagePort + "/stats");
    }

    private Finding api(int minUp) throws Exception {
        return Checks.found(vertx, new Check.Haproxy(null, "site.test", apiPort, "search", minUp, null, null));
    }

    private void order(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), apiPort)) {
            socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isBlank();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void fails(Finding finding, FailureClass failure) {
        assertThat(finding.outcome()).as(finding.detail()).isEqualTo(Outcome.FAIL);
        assertThat(finding.failure()).as(finding.detail()).isEqualTo(failure);
    }
}
