package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say and how they end where nothing has to run for it. */
class CommandsTest {

    private static final String USABLE = """
            services:
              - name: search
                record: {zone: Z1, name: es.example.com, type: A, ttl: 30s}
                endpoints:
                  - {name: primary, target: 10.0.1.10, check: {kind: tcp, host: a.internal, port: 443}}
                  - {name: secondary, target: 10.0.2.10, check: {kind: tcp, host: b.internal, port: 443}}
                policy: {minLocations: 1}
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;

    @BeforeEach
    void writeServices() throws IOException {
        file = Files.writeString(folder.resolve("services.yaml"), USABLE);
    }

    @Test
    void checkOfARightFileEndsWithZero() {
        assertThat(run("check", "-f", file.toString())).isZero();

        assertThat(out).hasToString(file + " is right: 1 service\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void steeringSaysThatNoServiceIsSteered() {
        assertThat(run("steering", "plan", "-f", file.toString())).isEqualTo(2);

        assertThat(err).hasToString("failover: " + file + " has no service with record.provider: steering\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void steeringAloneTellsItsCommands() {
        assertThat(run("steering")).isZero();

        assertThat(out.toString()).contains("plan", "apply", "settle");
    }

    @Test
    void checkOfAWrongFileEndsWithTwoAndNamesTheProblem() throws IOException {
        Files.writeString(file, USABLE.replace("10.0.2.10", "10.0.1.10"));

        assertThat(run("check", "-f", file.toString())).isEqualTo(2);

        assertThat(err).hasToString(file + ":6: services[0].endpoints[1].target must be unique, was '10.0.1.10'\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void checkOfAMissingFileEndsWithTwo() {
        assertThat(run("check", "-f", folder.resolve("none.yaml").toString())).isEqualTo(2);

        assertThat(err).hasToString(folder.resolve("none.yaml") + ": does not exist\n");
    }

    @Test
    void aWarningIsPrintedAndTheFileIsRight() throws IOException {
        Files.writeString(file, USABLE.replace("30s", "1h"));

        assertThat(run("check", "-f", file.toString())).isZero();

        assertThat(err.toString()).contains(":3: warning: services[0].record.ttl is long");
        assertThat(out.toString()).contains("is right");
    }

    @Test
    void whatIsNoCommandEndsWithTwo() {
        assertThat(run("move")).isEqualTo(2);
        assertThat(run("check")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required option: '--file=FILE'");
    }

    @Test
    @DisplayName("scenario 67: what holds for a time must end")
    void whatHoldsForATimeMustHaveAnEnd() {
        assertThat(run("maintain", "search", "primary", "--reason", "disks")).isEqualTo(2);
        assertThat(run("pause", "search", "--reason", "disks")).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required option: '--for=TIME'");

        assertThatThrownBy(() -> Times.option("--for", "8d", OperatorCommands.LONGEST))
                .hasMessage("--for must be longer than 0 and at most 7d, was '8d'");
        assertThatThrownBy(() -> Times.option("--keep-for", "0s", OperatorCommands.LONGEST))
                .hasMessage("--keep-for must be longer than 0 and at most 7d, was '0s'");
    }

    @Test
    void aReasonIsOneLineOfReasonableLength() {
        assertThat(run("failback", "search", "--reason", "a\nb")).isEqualTo(2);
        assertThat(run("failback", "search", "--reason", "x".repeat(501))).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "failover: --reason must be one line of 1 to 500 characters, had 3",
                        "failover: --reason must be one line of 1 to 500 characters, had 501");
    }

    @Test
    void releaseWantsToKnowWhich() {
        assertThat(run("release", "--reason", "looked at")).isEqualTo(2);
        assertThat(run("release", "search", "--all", "--reason", "looked at")).isEqualTo(2);
    }

    @Test
    void statusWhyAsksOfOneService() {
        assertThat(run("status", "--why")).isEqualTo(2);
        assertThat(err).hasToString("failover: --why asks of one service: failover status --why SERVICE\n");
    }

    @Test
    void planNamesAllThatItCannotUse() {
        assertThat(run("plan", "-f", file.toString(), "shop", "mail", "--to", "third"))
                .isEqualTo(2);
        assertThat(run("plan", "-f", file.toString(), "search", "--to", "third"))
                .isEqualTo(2);
        assertThat(run("plan", "-f", file.toString(), "shop", "--to", "secondary"))
                .isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "failover: " + file + " has no service shop, but [search]",
                        "  " + file + " has no service mail, but [search]",
                        "  --to asks of one service: failover plan SERVICE --to third",
                        "failover: --to must be one of [primary, secondary], was 'third'",
                        "failover: " + file + " has no service shop, but [search]");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void runNamesTheTakenPortAndTheOption() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run("run", "-f", file.toString(), "--kafka-port", port, "--data", folder + "/data"))
                    .isEqualTo(1);

            assertThat(err.toString())
                    .startsWith("failover: port " + port + " (Kafka) cannot be opened: ")
                    .endsWith("; name another with --kafka-port\n");
        }
    }

    @Test
    void runNamesTheFolderThatIsNone() {
        String kafkaPort = Integer.toString(LocalPorts.free(1)[0]);

        assertThat(run(
                        "run",
                        "-f",
                        file.toString(),
                        "--kafka-port",
                        kafkaPort,
                        "--port",
                        "0",
                        "--data",
                        file + "/data"))
                .isEqualTo(2);

        assertThat(err.toString())
                .startsWith("failover: folder " + file + "/data ")
                .endsWith("; name another with --data\n")
                .hasLineCount(1);
    }

    @Test
    void runRefusesAPolicyThatCouldNeverDecide() throws IOException {
        Files.writeString(file, USABLE.replace("minLocations: 1", "minLocations: 2"));

        assertThat(run("run", "-f", file.toString())).isEqualTo(2);

        assertThat(err.toString())
                .contains("policy.minLocations is 2, but this process probes from 1 location and would never decide");
    }

    @Test
    void demoLeavesAFolderAloneThatItDidNotMake() throws IOException {
        assertThat(run("demo", "--free-ports", "--folder", folder.toString())).isEqualTo(2);

        assertThat(err)
                .hasToString("failover: folder " + folder
                        + " is not empty and not of an earlier demo; name another with --folder\n");
        assertThat(file).hasContent(USABLE);
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
