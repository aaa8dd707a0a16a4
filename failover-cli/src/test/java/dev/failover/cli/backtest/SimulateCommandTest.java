package dev.failover.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A recording in which the primary shakes once and then fails for half a minute. */
class SimulateCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path services = resource("services.yaml");
    private final Path recording = resource("search.jsonl");
    private final Path truth = resource("truth.yaml");

    @Test
    void saysWhatThePoliciesWouldHaveDone() throws IOException {
        assertThat(run(services, recording, "--truth", truth.toString()))
                .as(err.toString())
                .isZero();

        assertThat(out).hasToString(Files.readString(resource("search.txt")));
    }

    @Test
    void saysTheSameForMachines() throws IOException {
        assertThat(run(services, recording, "--truth", truth.toString(), "--json"))
                .isZero();

        assertThat(out).hasToString(Files.readString(resource("search.json")));
    }

    @Test
    void endsWithOneWhenTheNameShouldHaveStayed() throws IOException {
        Path stay = Files.writeString(
                folder.resolve("truth.yaml"),
                "- {service: search, from: 2026-03-01T10:00:00Z, to: 2026-03-01T11:00:00Z, endpoint: primary}\n");

        assertThat(run(services, recording, "--truth", stay.toString())).isEqualTo(1);

        assertThat(out.toString()).contains("1 false, 0 missed", "FAILOVER primary -> secondary, FALSE: ");
    }

    @Test
    void aPolicyThatIsTooPatientMissesTheFailover() throws IOException {
        Path patient = Files.writeString(
                folder.resolve("services.yaml"),
                Files.readString(services).replace("down: 3", "down: 20, windowSize: 64, windowFailures: 40"));

        assertThat(run(patient, recording, "--truth", truth.toString()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains(
                        "0 false, 1 missed",
                        "MISSED  2026-03-01T10:00:30Z to 2026-03-01T10:01:00Z: should be at secondary")
                .doesNotContain("  move  ");
    }

    @Test
    void whatIsHeldIsToldWithItsReason() throws IOException {
        Path manual = Files.writeString(
                folder.resolve("services.yaml"),
                Files.readString(services).replace("minLocations: 2", "minLocations: 2, mode: manual"));

        assertThat(run(manual, recording)).as(err.toString()).isZero();

        assertThat(out.toString())
                .contains("held  2026-03-01T10:00:34.262Z to 2026-03-01T10:01:04.262Z ACTIVE_DOWN: the mode is manual");
    }

    @Test
    void badInputEndsWithTwoAndNamesItsLine() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), "\n\n{\n");
        assertThat(run(services, broken)).isEqualTo(2);
        assertThat(run(services, folder.resolve("none.jsonl"))).isEqualTo(2);
        Path wrong = Files.writeString(folder.resolve("truth.yaml"), """
                - {service: search, from: 2026-03-01T10:00:00Z, to: 2026-03-01T11:00:00Z, endpoint: any}
                - {service: search, from: 2026-03-01T10:59:00Z, to: 2026-03-01T12:00:00Z, endpoint: primary}
                """);
        assertThat(run(services, recording, "--truth", wrong.toString())).isEqualTo(2);
        Files.writeString(wrong, "- {service: search, from: now, to: 2026-03-01T12:00:00Z, endpoint: primary}\n");
        assertThat(run(services, recording, "--truth", wrong.toString())).isEqualTo(2);
        Files.writeString(wrong, "- {service: shop, from: now, to: then, endpoint: primary}\n");
        assertThat(run(services, recording, "--truth", wrong.toString())).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        broken + ":3: is no JSON",
                        folder.resolve("none.jsonl") + ": does not exist",
                        wrong + ":2: overlaps an interval of search above it",
                        wrong + ":1: from must be a time such as 2026-03-01T10:00:00Z, was 'now'",
                        wrong + ":1: there is no service shop, but [search]");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aRecordingOfOtherServicesIsRefused() throws IOException {
        Path shop = Files.writeString(
                folder.resolve("services.yaml"), Files.readString(services).replace("name: search", "name: shop"));

        assertThat(run(shop, recording)).isEqualTo(2);

        assertThat(err).hasToString("the recording has no checks of the services in the file, but of [search]\n");
    }

    @Test
    void aGapOfMoreThanADayIsRefused() throws IOException {
        String last = Files.readAllLines(recording).get(239).replace("2026-03-01T10:01", "2026-03-09T10:01");
        Path gap = Files.writeString(folder.resolve("gap.jsonl"), Files.readString(recording) + last);

        assertThat(run(services, gap)).isEqualTo(2);

        assertThat(err.toString()).startsWith(gap + ":241: is of 2026-03-09T10:01:18.232Z, more than 24 h after ");
    }

    @Test
    void thePageHasEveryServiceAndDecisionAndNothingFromElsewhere() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(run(services, recording, "--truth", truth.toString(), "--html", page.toString()))
                .isZero();

        String html = Files.readString(page);
        assertThat(html)
                .contains(
                        "<h2>search ",
                        "2026-03-01T10:00:34.262Z FAILOVER primary to secondary: primary is DOWN in 3 of 3 locations",
                        "prefers-color-scheme: dark",
                        "from a</text>",
                        "should be at</text>")
                .doesNotContain("http:", "https:", "src=", "@import", "url(");
    }

    @Test
    void aReasonMayHoldAnything() {
        assertThat(TimelinePage.escape("</title><script>alert('x')</script> & \"\u0007"))
                .isEqualTo("&lt;/title&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot; ");
    }

    @Test
    void whatAPersonTypedIsEscapedInThePageAndHarmlessInTheTerminal() throws IOException {
        Path ordered = Files.writeString(folder.resolve("ordered.jsonl"), Files.readString(recording) + """
                {"at":"2026-03-01T10:01:18.300Z","type":"failover.command.v1","data":{"service":"search","id":"1",\
                "kind":"FAILOVER","endpoint":"primary","force":true,"by":"eve","reason":"<script>\\u001b[2J",\
                "at":"2026-03-01T10:01:18.200Z"}}
                """);
        Path page = folder.resolve("page.html");

        assertThat(run(services, ordered, "--html", page.toString()))
                .as(err.toString())
                .isZero();

        assertThat(Files.readString(page)).contains("&lt;script&gt;").doesNotContain("<script");
        assertThat(out.toString())
                .contains("MANUAL secondary -> primary: ", "<script> [2J")
                .doesNotContain("\u001b");
    }

    private int run(Path policy, Path from, String... more) {
        CommandLine line = new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(failure.getMessage());
                    return failure instanceof IllegalArgumentException ? 2 : 1;
                });
        String[] args = new String[4 + more.length];
        args[0] = "--policy";
        args[1] = policy.toString();
        args[2] = "--from";
        args[3] = from.toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return line.execute(args);
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(SimulateCommandTest.class.getResource("/backtest/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
