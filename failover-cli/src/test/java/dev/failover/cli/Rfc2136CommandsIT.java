package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.cli.CliProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** {@code failover plan} and {@code failover dns} as processes of their own, at a real BIND that takes signed updates. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class Rfc2136CommandsIT {

    private static final String RECORDS = """
            es A 192.0.2.10
            _failover.es TXT "v=failover1 owner=ops service=es epoch=4 decision=es-4 target=primary"
            bare A 192.0.2.10
            """;
    private static final String SERVICE = """
              - name: %1$s
                record: {zone: example.com, name: %1$s.example.com, type: A, ttl: 60s, provider: rfc2136}
                endpoints:
                  - {name: primary, target: 192.0.2.10, check: {kind: tcp, host: 192.0.2.10, port: 9200}}
                  - {name: secondary, target: 192.0.2.20, check: {kind: tcp, host: 192.0.2.20, port: 9200}}
            """;

    @TempDir
    static Path data;

    private static BindProcess bind;

    @TempDir
    Path folder;

    private final Map<String, String> env = new HashMap<>();
    private String file = "";

    @BeforeAll
    static void start() throws Exception {
        bind = BindProcess.start(data, RECORDS);
    }

    @AfterAll
    static void stop() {
        if (bind != null) {
            bind.close();
        }
    }

    @BeforeEach
    void writeServices() throws Exception {
        file = Files.writeString(
                        folder.resolve("services.yaml"),
                        "services:\n" + SERVICE.formatted("es") + SERVICE.formatted("bare") + SERVICE.formatted("new"))
                .toString();
        env.put("RFC2136_SERVER", bind.address());
        env.put("RFC2136_TSIG_KEY", "failover");
        env.put("RFC2136_TSIG_SECRET_FROM", "env:TSIG_SECRET");
        env.put("TSIG_SECRET", BindProcess.SECRET);
    }

    @Test
    @DisplayName("scenario 42: a name on one's own name server is planned, moved by hand, looked at, and given away")
    void plansMovesShowsAndReleases() throws Exception {
        env.put("OWNER", "ops");
        Ended planned = cli("plan", "-f", file);
        assertThat(planned.code()).as(planned.err()).isEqualTo(1);
        assertThat(planned.out())
                .contains(
                        "bare.example.com exists and carries no fence",
                        "Plan: 1 to create, 0 to fence, 1 unchanged, 1 refused");
        assertThat(cli("plan", "-f", file, "es", "--to", "secondary").out())
                .contains("192.0.2.10", "192.0.2.20", "Plan: 0 to create, 1 to move, 0 to fence");
        env.remove("OWNER");

        Ended moved = byHand("move", "--to", "secondary", "--reason", "rack on fire", "--by", "ana", "--yes");
        assertThat(moved.code()).as(moved.out() + moved.err()).isZero();
        assertThat(moved.out()).contains("answered as planned by 127.0.0.1", "DNS change VERIFIED");
        assertThat(bind.values("es.example.com", Type.A)).containsExactly("192.0.2.20");
        assertThat(bind.values("_failover.es.example.com", Type.TXT).get(0))
                .contains("owner=ops service=es epoch=5 decision=manual-dns-", "-ana target=secondary");

        Ended shown = byHand("show");
        assertThat(shown.code()).as(shown.out() + shown.err()).isZero();
        assertThat(shown.out()).contains("name has  secondary", "answers 192.0.2.20; fence as above");

        Ended released = byHand("release", "--yes");
        assertThat(released.code()).as(released.out() + released.err()).isZero();
        assertThat(bind.values("_failover.es.example.com", Type.TXT)).isEmpty();
        assertThat(bind.values("es.example.com", Type.A)).containsExactly("192.0.2.20");
    }

    /** With its two options instead of the environment. */
    private Ended byHand(String command, String... more) {
        String[] args = {"dns", command, "es", "-f", file, "--owner", "ops", "--name-server", bind.address()};
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return cli(all);
    }

    @Test
    @DisplayName("scenario 55: a wrong secret changes nothing, is named by its setting, and is not printed")
    void aWrongSecretIsRefused() throws Exception {
        String wrong = "YW5vdGhlciBrZXkgb2YgMzIgYnl0ZXMgZm9yIGl0Li4=";
        env.put("TSIG_SECRET", wrong);

        Ended ended = cli("dns", "move", "bare", "-f", file, "--to", "secondary", "--reason", "r", "--adopt", "--yes");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("BADSIG", "RFC2136_TSIG_SECRET_FROM").hasLineCount(1);
        assertThat(ended.out() + ended.err()).doesNotContain(wrong);
        assertThat(bind.values("bare.example.com", Type.A)).containsExactly("192.0.2.10");
        Ended planned = cli("plan", "-f", file, "bare");
        assertThat(planned.code()).isEqualTo(1);
        assertThat(planned.out())
                .contains("the zone cannot be read: ", "BADSIG")
                .doesNotContain(wrong);
    }

    @Test
    void whatIsNotSetUpIsNamed() {
        Ended ended = CliProcess.run(folder, Map.of(), "dns", "show", "es", "-f", file);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("is moved by dynamic updates: set RFC2136_SERVER, RFC2136_TSIG_KEY")
                .hasLineCount(1);
    }

    private Ended cli(String... args) {
        return CliProcess.run(folder, env, args);
    }
}
