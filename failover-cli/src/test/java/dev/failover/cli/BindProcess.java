package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A real BIND 9 with the zone {@code example.com} and the key {@code failover}, which may change it. */
final class BindProcess implements AutoCloseable {

    static final String SECRET = "YSBrZXkgb2YgMzIgYnl0ZXMgZm9yIGNvbW1hbmRzLi4=";

    private static final String CONFIGURATION = """
            options {
              directory "%1$s"; pid-file "%1$s/named.pid"; session-keyfile "%1$s/session.key";
              listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
              recursion no; dnssec-validation no; notify no;
            };
            controls { };
            key "failover" { algorithm hmac-sha256; secret "%3$s"; };
            zone "example.com" {
              type primary; file "example.com.zone"; update-policy { grant failover zonesub A TXT; };
            };
            """;

    private final Process process;
    private final InetSocketAddress address;

    private BindProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Skips the test where BIND is not installed. */
    static BindProcess start(Path folder, String records) throws IOException {
        Path program = Stream.of("/usr/sbin/named", "/usr/local/sbin/named", "/opt/homebrew/sbin/named")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("named"));
        assumeTrue(program.isAbsolute(), "named is not installed (Debian's package bind9)");
        Files.writeString(
                folder.resolve("example.com.zone"),
                "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 hostmaster 1 3600 600 86400 5\n@ NS ns1\nns1 A 127.0.0.1\n"
                        + records);
        InetSocketAddress address = freePort();
        Path file = Files.writeString(
                folder.resolve("named.conf"), CONFIGURATION.formatted(folder, address.getPort(), SECRET));
        Process process = new ProcessBuilder(program.toString(), "-g", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("named.log").toFile())
                .start();
        BindProcess server = new BindProcess(process, address);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    assertThat(process.isAlive()).as("BIND runs").isTrue();
                    return server.ask("example.com", Type.SOA).getRcode() == Rcode.NOERROR;
                });
        return server;
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

    /** {@code host:port}. */
    String address() {
        return "127.0.0.1:" + address.getPort();
    }

    /** What it answers, past the command. */
    List<String> values(String name, int type) throws IOException {
        return ask(name, type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private Message ask(String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTCP(true);
        resolver.setTimeout(Duration.ofSeconds(20));
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
