package dev.failover.dns.rfc2136;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * A real name server on a free port of this machine, with {@code example.com} as its zone, in a folder that goes with it.
 * The key {@link #KEY} is the actuator's; {@link #BY_HAND} may do anything.
 */
public final class NameServerProcess implements AutoCloseable {

    public static final String ZONE = "example.com";
    public static final Rfc2136Settings.Key KEY = key("failover", "YWN0dWF0b3IncyBrZXkgb2YgMzIgYnl0ZXMgLi4uLi4=");
    static final Rfc2136Settings.Key BY_HAND = key("by-hand", "YSBwZXJzb24ncyBrZXkgb2YgMzIgYnl0ZXMgLi4uLi4=");

    private static final String ZONE_FILE = """
            $ORIGIN example.com.
            $TTL 60
            @ SOA ns1 hostmaster 1 3600 600 86400 5
            @ NS ns1
            @ NS ns2.example.net.
            ns1 A 127.0.0.1
            """;

    private static final String BIND = """
            options {
              directory "%1$s"; pid-file "%1$s/named.pid"; session-keyfile "%1$s/session.key";
              listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
              recursion no; dnssec-validation no; notify no;
            };
            controls { };
            %3$s
            zone "example.com" {
              type primary;
              file "example.com.zone";
              update-policy {
                grant by-hand zonesub ANY;
            %4$s
              };
            };
            """;

    private static final String BIND_KEY = "key \"%s\" { algorithm %s; secret \"%s\"; };\n";

    private static final String KNOT = """
            server:
              rundir: "%1$s"
              listen: 127.0.0.1@%2$d
            log:
              - target: stderr
                any: info
            database:
              storage: "%1$s/db"
            key:
            %3$s
            acl:
              - id: by-hand
                key: by-hand
                action: update
            %4$s
            zone:
              - domain: example.com
                storage: "%1$s"
                file: example.com.zone
                acl: [by-hand, failover]
            """;

    private static final String KNOT_KEY = """
              - id: %s
                algorithm: %s
                secret: %s
            """;

    private final Process process;
    private final Path folder;
    private final InetSocketAddress address;

    private NameServerProcess(Process process, Path folder, InetSocketAddress address) {
        this.process = process;
        this.folder = folder;
        this.address = address;
    }

    private static Rfc2136Settings.Key key(String name, String secret) {
        return new Rfc2136Settings.Key(name, "hmac-sha256", secret);
    }

    /** BIND 9; skips the test where it is not installed. */
    public static NameServerProcess bind(String grants) {
        Path program = installed("named", "bind9");
        return start(BIND, BIND_KEY, grants, "named.conf", file -> List.of(program.toString(), "-g", "-c", file));
    }

    /** Knot DNS; skips the test where it is not installed. */
    static NameServerProcess knot(String acl) {
        Path program = installed("knotd", "knot");
        return start(KNOT, KNOT_KEY, acl, "knot.conf", file -> List.of(program.toString(), "-c", file));
    }

    static Path installed(String program, String debianPackage) {
        Path path = Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/sbin")
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(program));
        assumeTrue(path.isAbsolute(), program + " is not installed (Debian's package " + debianPackage + ")");
        return path;
    }

    interface Command {
        List<String> of(String configuration);
    }

    static NameServerProcess start(
            String template, String keyTemplate, String grants, String fileName, Command command) {
        try {
            Path folder = Files.createTempDirectory("failover-dns-");
            Files.createDirectory(folder.resolve("db"));
            Files.writeString(folder.resolve(ZONE + ".zone"), ZONE_FILE);
            InetSocketAddress address = freePort();
            String keys = Stream.of(KEY, BY_HAND)
                    .map(key -> keyTemplate.formatted(key.name(), key.algorithm(), key.secret()))
                    .reduce("", String::concat);
            Path file = folder.resolve(fileName);
            Files.writeString(
                    file, template.formatted(folder, address.getPort(), keys.stripTrailing(), grants.stripTrailing()));
            Process process = new ProcessBuilder(command.of(file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            NameServerProcess server = new NameServerProcess(process, folder, address);
            server.waitUntilItAnswers();
            return server;
        } catch (IOException e) {
            throw new AssertionError("the name server did not start", e);
        }
    }

    /** Free for UDP and TCP a moment ago. */
    private static InetSocketAddress freePort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int triesLeft = 20; ; triesLeft--) {
            try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
                return new InetSocketAddress(loopback, udp.getLocalPort());
            } catch (IOException e) {
                // Taken for UDP: another one.
                if (triesLeft == 0) {
                    throw e;
                }
            }
        }
    }

    private void waitUntilItAnswers() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        return fail("the name server ended: " + log());
                    }
                    try {
                        return resolver().send(query(ZONE, Type.SOA)).getRcode() == Rcode.NOERROR;
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    public InetSocketAddress address() {
        return address;
    }

    /** What it has said. */
    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** Asks over TCP, unsigned. */
    SimpleResolver resolver() {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTCP(true);
        resolver.setTimeout(Duration.ofSeconds(20));
        return resolver;
    }

    static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (IOException e) {
            throw new AssertionError("its folder cannot be removed", e);
        }
    }
}
