package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.awslocal.AwsLocal;
import dev.failover.awslocal.Settings;
import dev.failover.cli.CliProcess.Ended;
import dev.failover.kafkalocal.LocalKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against the broker in this process. */
class LocalBrokerIT extends BrokerContract {

    @TempDir
    static Path data;

    private static LocalKafka kafka;

    @BeforeAll
    static void start() {
        kafka = LocalKafka.start(data.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Override
    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Test
    void saysInOneLineThatNoBrokerAnswers() {
        String nobody = "127.0.0.1:" + LocalPorts.free(1)[0];

        Ended ended = CliProcess.run(folder, Map.of(), "status", "--kafka", nobody);

        assertThat(ended)
                .isEqualTo(new Ended(
                        1,
                        "",
                        "failover: Kafka at " + nobody + " cannot be used: nobody answered within 8 s (--kafka or"
                                + " KAFKA_BOOTSTRAP_SERVERS says where it is; `failover demo` has one)\n"));
    }

    @Test
    void saysInOneLineThatABrokerHasNoAddress() {
        Ended ended = CliProcess.run(folder, Map.of(), "status", "--kafka", "no-such-broker.invalid:9092");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("failover: Kafka at no-such-broker.invalid:9092 cannot be used: ")
                .hasLineCount(1);
    }

    private static final String SEED = """
            {"zones": [{"id": "Z1", "name": "example.com", "records": [
              {"name": "db.example.com", "type": "A", "ttl": 30, "values": ["192.0.2.10"]},
              {"name": "_failover.db.example.com", "type": "TXT", "ttl": 60, "values":
               ["\\"v=failover1 owner=ops service=es epoch=4 decision=es-4 target=primary\\""]}]}]}
            """;
    private static final String ENDPOINTS = """
                endpoints:
                  - {name: primary, target: 192.0.2.10, check: {kind: tcp, host: 127.0.0.1, port: %1$d}}
                  - {name: secondary, target: 192.0.2.20, check: {kind: tcp, host: 127.0.0.1, port: %1$d}}
            """;

    /** After the others, since it removes the services that its file does not name. */
    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("each command of the runbooks, in their order, does what it says against a broker and a zone")
    void theCommandsOfTheRunbooksAreCarriedOut() throws Exception {
        try (AwsLocal aws = aws();
                ServerSocket well = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String file = services("""
                      - name: es
                        group: sites
                        record: {zone: Z1, name: db.example.com, type: A, ttl: 30s}
                    """ + ENDPOINTS.formatted(well.getLocalPort()));
            assertThat(here("apply", "-f", file).code()).isZero();
            Set<List<String>> commands = new LinkedHashSet<>();
            DocumentedCommands.in(DocumentedCommands.DOCS.resolve("runbooks")).stream()
                    .map(DocumentedCommands.Documented::words)
                    .filter(words -> words.size() > 2 || words.contains("status"))
                    .forEach(words -> commands.add(filledIn(words, file)));

            assertThat(commands).hasSizeGreaterThan(15);
            for (List<String> words : commands) {
                // On a machine that stands still for a moment a check says so, and is made again.
                boolean checks = words.get(0).equals("probe");
                Ended ended = await().atMost(Duration.ofSeconds(60))
                        .until(
                                () -> carriedOut(words, aws),
                                done -> !checks || !done.out().contains("PROBER_ERROR"));
                assertThat(ended.code())
                        .as("%s: %s %s", words, ended.out(), ended.err())
                        .isIn(expected(words));
                assertThat(ended.err()).as(words.toString()).doesNotContain("Exception", "Usage:");
            }
        }
    }

    /** A name that carries no fence any more is shown with that as a problem; a name that is not steered is not settled. */
    private static List<Integer> expected(List<String> words) {
        boolean shows = words.get(0).equals("dns") && words.get(1).equals("show");
        boolean settles = words.get(0).equals("steering");
        return shows ? List.of(0, 1) : settles ? List.of(2) : List.of(0);
    }

    private static List<String> filledIn(List<String> words, String file) {
        List<String> filled = new ArrayList<>(words);
        filled.replaceAll(word -> word.equals("services.yaml") ? file : word.equals("NAME") ? "sites" : word);
        boolean asks = filled.get(0).equals("dns") && !filled.get(1).equals("show") && !filled.contains("--dry-run");
        if (asks) {
            filled.add("--yes");
        }
        return filled;
    }

    /** What reads its environment is a process of its own. */
    private Ended carriedOut(List<String> words, AwsLocal aws) {
        boolean readsEnvironment = List.of("dns", "steering").contains(words.get(0));
        return readsEnvironment
                ? CliProcess.run(folder, env(aws), words.toArray(String[]::new))
                : here(words.toArray(String[]::new));
    }

    @Test
    @DisplayName("plan says what applying changes in Kafka, and leaves a steered name to its own command")
    void planComparesWithKafka() throws Exception {
        String record = "    record: {zone: Z1, name: %s.example.com, type: A, ttl: %s}\n";
        String before = services("  - name: p-same\n" + record.formatted("p1", "30s") + ENDPOINTS.formatted(443)
                + "  - name: p-changed\n" + record.formatted("p2", "30s") + ENDPOINTS.formatted(443));
        assertThat(here("apply", "-f", before).code()).isZero();
        String steered = record.formatted("p4", "30s").replace("30s}", "30s, provider: steering}");
        String after = services("  - name: p-same\n" + record.formatted("p1", "30s") + ENDPOINTS.formatted(443)
                + "  - name: p-changed\n" + record.formatted("p2", "45s") + ENDPOINTS.formatted(443)
                + "  - name: p-new\n" + record.formatted("p3", "30s") + ENDPOINTS.formatted(443)
                + "  - name: p-steered\n" + steered + ENDPOINTS.formatted(443)
                + "steering:\n  urls: [http://192.0.2.1:8090, http://192.0.2.2:8090, http://192.0.2.3:8090]\n");
        try (AwsLocal aws = aws()) {
            Ended planned = CliProcess.run(folder, env(aws), "plan", "-f", after, "--kafka", bootstrapServers());

            assertThat(planned.code()).as(planned.out() + planned.err()).isZero();
            assertThat(planned.out())
                    .startsWith("In Kafka:\n")
                    .contains(
                            "  p-same unchanged\n",
                            "  p-changed changed\n",
                            "  p-new added\n",
                            "  p-steered added\n",
                            "moved by steering: `failover steering plan` shows its checks and record sets",
                            "Plan: 3 to create, 0 to fence, 0 unchanged, 0 refused");
            Ended asJson = CliProcess.run(folder, env(aws), "plan", "-f", after, "--json", "p-steered");
            assertThat(asJson.out()).contains("\"action\" : \"steering\"", "\"p-changed changed\"");
        }
    }

    private AwsLocal aws() throws IOException {
        return AwsLocal.start(new Settings(
                "127.0.0.1", 0, 0, Duration.ofMillis(50), 1, Files.writeString(folder.resolve("seed.json"), SEED)));
    }

    private String services(String services) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "services", ".yaml"), "services:\n" + services)
                .toString();
    }

    private Map<String, String> env(AwsLocal aws) {
        return Map.of(
                "AWS_ENDPOINT_URL_ROUTE_53",
                aws.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                "person",
                "AWS_SECRET_ACCESS_KEY",
                "x",
                "OWNER",
                "ops",
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers(),
                "DNS_NAME_SERVERS",
                aws.dnsAddress().getHostString() + ":" + aws.dnsAddress().getPort());
    }

    /** In this process, which starts sooner. */
    private Ended here(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        if (!all.contains("probe")) {
            all.addAll(List.of("--kafka", bootstrapServers()));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }
}
