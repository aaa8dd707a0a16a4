package dev.failover.dns.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PowerDNS with its SQLite backend; the zone, its keys and what they may do are in the database. */
final class PowerDns {

    private static final String CONFIGURATION = """
            launch=gsqlite3
            gsqlite3-database=%1$s/pdns.db
            gsqlite3-pragma-synchronous=0
            local-address=127.0.0.1
            local-port=%2$d
            socket-dir=%1$s
            dnsupdate=yes
            allow-dnsupdate-from=
            security-poll-suffix=
            """;

    private PowerDns() {}

    /** Skips the test where it is not installed. */
    static NameServerProcess start() {
        Path server = NameServerProcess.installed("pdns_server", "pdns-server");
        Path tool = NameServerProcess.installed("pdnsutil", "pdns-server");
        Path sqlite = NameServerProcess.installed("sqlite3", "sqlite3");
        Path schema = Stream.of("/usr/share/pdns-backend-sqlite3/schema", "/usr/share/doc/pdns-backend-sqlite3")
                .map(folder -> Path.of(folder, "schema.sqlite3.sql"))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(Path.of("schema"));
        assumeTrue(schema.isAbsolute(), "PowerDNS has no SQLite backend (Debian's package pdns-backend-sqlite3)");
        return NameServerProcess.start(CONFIGURATION, "", "", "pdns.conf", file -> {
            Path folder = Path.of(file).toAbsolutePath().getParent();
            String here = "--config-dir=" + folder;
            run(sqlite.toString(), folder + "/pdns.db", ".read " + schema);
            run(tool.toString(), here, "load-zone", NameServerProcess.ZONE, folder + "/example.com.zone");
            List<String> allowed = new ArrayList<>(
                    List.of(tool.toString(), here, "set-meta", NameServerProcess.ZONE, "TSIG-ALLOW-DNSUPDATE"));
            for (Rfc2136Settings.Key key : List.of(NameServerProcess.KEY, NameServerProcess.BY_HAND)) {
                run(tool.toString(), here, "import-tsig-key", key.name(), key.algorithm(), key.secret());
                allowed.add(key.name());
            }
            run(allowed.toArray(String[]::new));
            run(tool.toString(), here, "set-meta", NameServerProcess.ZONE, "ALLOW-DNSUPDATE-FROM", "127.0.0.1/32");
            return List.of(server.toString(), here);
        });
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(command[0]).isTrue();
            assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
        } catch (IOException e) {
            throw new AssertionError(command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
