package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.cli.CliProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code failover run} and {@code failover demo} as processes: from start to Ctrl-C. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RunIT {

    private static final String SERVICES = """
            services:
              - name: search
                record: {zone: Z1, name: es.example.com, type: A, ttl: 30s}
                endpoints:
                  - {name: primary, target: 10.0.1.10, check: {kind: tcp, host: 127.0.0.1, port: 9}}
                  - {name: secondary, target: 10.0.2.10, check: {kind: tcp, host: 127.0.0.2, port: 9}}
                policy: {minLocations: 1}
            """;

    @TempDir
    Path folder;

    @Test
    void runsUntilItIsToldToStopAndThenClosesEverythingInTime() throws Exception {
        Path file = Files.writeString(folder.resolve("services.yaml"), SERVICES);
        int[] ports = LocalPorts.free(2);
        Map<String, String> env = Map.of(
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:9");
        try (CliProcess run = CliProcess.start(
                folder,
                env,
                "run",
                "-f",
                file.toString(),
                "--dry-run",
                "--data",
                folder.resolve("data").toString(),
                "--kafka-port",
                Integer.toString(ports[0]),
                "--port",
                Integer.toString(ports[1]))) {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> run.out().contains("running, changing nothing (--dry-run)") || !run.runs());

            run.terminate();

            Ended ended = run.ended(40);
            assertThat(ended.code()).as(ended.err()).isEqualTo(128 + 15);
            assertThat(ended.out()).contains("search added", "health and metrics on port " + ports[1]);
            assertThat(ended.err()).doesNotContain("did not stop", "Exception");
            // Kafka writes this file only when it has closed its data.
            assertThat(folder.resolve("data/data/.kafka_cleanshutdown")).exists();
        }
    }

    @Test
    void theDemoStopsInTimeAndStartsAgainInItsFolder() throws Exception {
        Path demo = folder.resolve("demo");
        startAndStopDemo(demo);
        Path kept = Files.writeString(demo.resolve("notes.txt"), "not of the demo");

        startAndStopDemo(demo);

        assertThat(kept).exists();
    }

    private void startAndStopDemo(Path demo) {
        try (CliProcess run = CliProcess.start(folder, Map.of(), "demo", "--free-ports", "--folder", demo.toString())) {
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> run.out().contains("Ctrl-C stops the demo.") || !run.runs());

            run.terminate();

            Ended ended = run.ended(40);
            assertThat(ended.code()).as(ended.err()).isEqualTo(128 + 15);
            assertThat(ended.err()).doesNotContain("did not stop", "Exception");
            assertThat(demo.resolve("kafka/data/.kafka_cleanshutdown")).exists();
        }
    }
}
