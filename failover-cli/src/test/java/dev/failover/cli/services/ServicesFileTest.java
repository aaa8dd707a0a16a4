package dev.failover.cli.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesFileTest {

    private static final Path GOLDEN = Path.of("src/test/resources/services");
    private static final String USABLE = """
            services:
              - name: search
                record: {zone: Z1, name: es.example.com, type: A, ttl: 30s}
                endpoints:
                  - {name: primary, target: 10.0.1.10, check: {kind: tcp, host: a.internal, port: 443}}
                  - {name: secondary, target: 10.0.2.10, check: {kind: tcp, host: b.internal, port: 443}}
            """;

    @TempDir
    Path folder;

    static List<Path> badFiles() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    @DisplayName("scenarios 6, 32, 33 among others: each bad file has exactly the problems beside it")
    void namesEveryProblem(Path file) throws IOException {
        ServicesFile.Result result = ServicesFile.read(file);

        Path expected = GOLDEN.resolve(file.getFileName().toString().replace(".yaml", ".txt"));
        assertThat(printed(result)).isEqualTo(Files.readString(expected));
        assertThat(result.isUsable()).isFalse();
        assertThat(result.services()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    @DisplayName("scenario 65: no message repeats a secret, wherever it was put")
    void neverRepeatsASecret(Path file) {
        assertThat(printed(ServicesFile.read(file))).doesNotContain("hunter2");
    }

    @Test
    @DisplayName("scenario 51: where the steering endpoints are, and that more than half of them are needed by default")
    void readsWhereTheSteeringEndpointsAre() throws IOException {
        Path file = Files.writeString(
                folder.resolve("steered.yaml"),
                "steering: {urls: [https://a.example.net, https://b.example.net, http://192.0.2.3:8090]}\n"
                        + USABLE.replace("ttl: 30s", "ttl: 30s, provider: steering"));

        ServicesFile.Result result = ServicesFile.read(file);

        SteeringEndpoints steering = result.steering().orElseThrow();
        assertThat(printed(result)).isEmpty();
        assertThat(steering.urls()).hasSize(3);
        assertThat(steering.needed()).isEqualTo(2);
        assertThat(steering.failureThreshold()).isEqualTo(1);
        assertThat(result.services().get(0).record().provider()).isEqualTo(DnsRecord.Provider.STEERING);
    }

    @Test
    void readsEveryKey() throws IOException {
        ServicesFile.Result result = ServicesFile.read(GOLDEN.resolve("good/every-key.yaml"));

        Check.Auth auth = new Check.Auth(Check.Auth.Scheme.BASIC, "prober", "file:/run/secrets/es");
        Check.Tls tls = new Check.Tls(Files.readString(GOLDEN.resolve("good/ca.pem")), "es.internal");
        assertThat(result.services())
                .first()
                .isEqualTo(new ServiceSpec(
                        "search",
                        new DnsRecord("Z1", "es.example.com", DnsRecord.RecordType.A, Duration.ofHours(1)),
                        true,
                        List.of(
                                new Endpoint(
                                        "primary",
                                        Target.of("10.0.1.10", "10.0.1.11"),
                                        new Check.Elasticsearch(
                                                URI.create("https://es-a.internal:9200"),
                                                Check.Elasticsearch.Colour.GREEN,
                                                "prod-a",
                                                auth,
                                                tls)),
                                new Endpoint(
                                        "secondary",
                                        new Target(List.of(), new Target.Alias("Z2", "lb.example.net", true)),
                                        new Check.Http(
                                                URI.create("https://es-b.internal/health"),
                                                List.of(200, 204),
                                                "well",
                                                auth,
                                                tls)),
                                new Endpoint(
                                        "third",
                                        Target.of("10.0.3.10"),
                                        new Check.Tcp("10.0.3.10", 9200, new Check.Tls(null, null)),
                                        false,
                                        Map.of(
                                                "aws",
                                                new Check.Route53("0e1f2a3b-4c5d-6e7f-8091-a2b3c4d5e6f7"),
                                                "eu-west-1c",
                                                new Check.Tcp("10.1.3.10", 9201, null)))),
                        new Probing(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(900)),
                        new Policy(
                                Policy.Mode.SHADOW,
                                new Policy.Thresholds(4, 1, 5, 7, 12),
                                3,
                                Duration.ofSeconds(20),
                                Duration.ZERO,
                                new Policy.Failback(true, Duration.ofMinutes(10)),
                                Duration.ofSeconds(30),
                                Map.of("latencyMillis", new Policy.Mark(800, 250.5)),
                                Duration.ofMinutes(1),
                                Duration.ofHours(2),
                                false,
                                Duration.ofSeconds(15),
                                new Policy.Flapping(4, Duration.ofHours(1)),
                                new Policy.DataLoss(Duration.ofSeconds(90), Policy.DataLoss.Beyond.ASK),
                                Policy.FleetBrake.AUTHORISED,
                                Policy.Drift.REASSERT,
                                Duration.ofMinutes(61)),
                        "search"));
        ServiceSpec shop = result.services().get(1);
        assertThat(shop.record().provider()).isEqualTo(DnsRecord.Provider.ROUTE_53);
        assertThat(result.steering())
                .contains(new SteeringEndpoints(
                        List.of(
                                URI.create("https://a.example.net"),
                                URI.create("https://b.example.net:8443/"),
                                URI.create("http://192.0.2.3")),
                        2,
                        3));
        assertThat(shop.record().routing()).isEqualTo(DnsRecord.Routing.WEIGHTED);
        assertThat(shop.endpoints())
                .extracting(endpoint -> endpoint.target().setIdentifier())
                .containsExactly("blue", null);
        assertThat(shop.policy().gradual()).isEqualTo(new Policy.Gradual(List.of(5, 25, 50), Duration.ofMinutes(5)));
        assertThat(result.services().get(2).record().provider()).isEqualTo(DnsRecord.Provider.RFC_2136);
    }

    @Test
    void takesDefaultsForWhatIsLeftOut() {
        ServicesFile.Result result = ServicesFile.read(GOLDEN.resolve("good/defaults.yaml"));

        assertThat(result.problems()).isEmpty();
        ServiceSpec spec = result.services().get(0);
        assertThat(spec.adopt()).isFalse();
        assertThat(spec.probing()).isEqualTo(Probing.DEFAULT);
        assertThat(spec.policy()).isEqualTo(Policy.DEFAULT);
        assertThat(spec.endpoints())
                .extracting(Endpoint::check)
                .containsExactly(
                        new Check.Http(URI.create("http://a.example.net"), List.of(204), null, null, null),
                        new Check.Elasticsearch(
                                URI.create("http://b.example.net:9200"),
                                Check.Elasticsearch.Colour.YELLOW,
                                null,
                                null,
                                null));
    }

    @Test
    @DisplayName("scenario 56: a TTL of more than five minutes is warned of, and used")
    void warnsOfALongTtl() throws IOException {
        ServicesFile.Result result = read(USABLE.replace("30s", "3600s"));

        assertThat(result.isUsable()).isTrue();
        assertThat(result.services()).hasSize(1);
        assertThat(printed(result))
                .isEqualTo("services.yaml:3: warning: services[0].record.ttl is long: resolvers may give the old answer"
                        + " for 1h after a move; 60s or less is usual\n");
    }

    @Test
    @DisplayName("scenario 56: a recovery time that the TTL does not allow is refused")
    void refusesARecoveryTimeThatTheTtlDoesNotAllow() throws IOException {
        assertThat(printed(read(USABLE + "    policy: {rto: 89s}\n")))
                .isEqualTo("services.yaml:7: services[0].policy.rto must be at least the record's TTL and 60s, 90s, was"
                        + " '89s'\n");
        assertThat(read(USABLE + "    policy: {rto: 90s}\n").problems()).isEmpty();
        assertThat(printed(read(USABLE + "    policy: {rto: 0s}\n"))).contains("policy.rto must be longer than zero");
    }

    @Test
    @DisplayName(
            "scenario 58: all that is wrong with a residue is said at once, and its measure must be one that is told")
    void refusesAResidueThatNothingTells() throws IOException {
        String balancers = USABLE.replaceAll(
                "\\{kind: tcp, host: ([ab])[^}]*}", "{kind: haproxy, host: $1.internal, port: 9999, backend: search}");

        ServicesFile.Result result = read(balancers + "    policy: {residue: {measure: sessions, atMost: 3}}\n");
        assertThat(result.problems()).isEmpty();
        assertThat(result.services().get(0).policy().residue()).isEqualTo(new Policy.Residue("sessions", 3, null));

        assertThat(printed(read(balancers + "    policy: {residue: {measure: connections, atMost: 3}}\n")))
                .isEqualTo(
                        "services.yaml:7: services[0].policy.residue.measure must be a figure that the checks tell, which"
                                + " are serversUp, sessions, sessionsPerSecond, was 'connections'\n");
        assertThat(printed(read(USABLE + "    policy: {residue: {measure: sessions, atMost: 3}}\n")))
                .isEqualTo(
                        "services.yaml:7: services[0].policy.residue.measure must be a figure that the checks tell, and"
                                + " they tell none, was 'sessions'\n");
        assertThat(printed(read(balancers
                        + "    policy:\n      rto: 1s\n      residue: {atMost: -1, after: soon, mesure: sessions}\n")))
                .contains(
                        "services.yaml:8: services[0].policy.rto must be at least the record's TTL and 60s",
                        "services.yaml:9: services[0].policy.residue.mesure is unknown, did you mean measure?",
                        "services.yaml:9: services[0].policy.residue.measure is required",
                        "services.yaml:9: services[0].policy.residue.atMost must be 0 or more, was '-1'",
                        "services.yaml:9: services[0].policy.residue.after must be");
    }

    @Test
    @DisplayName("scenario 58: an endpoint that does not tell, and less time than the TTL, are warned of")
    void warnsOfAResidueThatSurprises() throws IOException {
        String one = USABLE.replaceAll(
                "\\{kind: tcp, host: a[^}]*}", "{kind: haproxy, host: a.internal, port: 9999, backend: search}");

        ServicesFile.Result result = read(one + "    policy: {residue: {measure: sessions, atMost: 3, after: 20s}}\n");

        assertThat(result.isUsable()).isTrue();
        assertThat(printed(result))
                .contains("services.yaml:7: warning: services[0].policy.residue.measure is not told by the checks of ")
                .contains(
                        "services.yaml:7: warning: services[0].policy.residue.after is shorter than the record's TTL, 30s");
    }

    @Test
    void warnsOfVotesThatExpireBetweenTwoChecks() throws IOException {
        ServicesFile.Result result = read(USABLE + "    probing: {interval: 1m}\n");

        assertThat(result.isUsable()).isTrue();
        assertThat(printed(result))
                .isEqualTo("services.yaml:7: warning: services[0].probing lets votes expire: policy.staleAfter 10s is"
                        + " shorter than probing.interval and probing.timeout together, 61s\n");
    }

    @Test
    @DisplayName("scenario 26: an automatic failback to a cluster that may be behind is warned of, and used")
    void warnsOfAFailbackIntoOldData() throws IOException {
        String cluster =
                USABLE.replace("{kind: tcp, host: a.internal, port: 443}", "{kind: elasticsearch, url: 'http://a'}");
        String automatic = cluster + "    policy:\n      failback: {automatic: true}\n";

        ServicesFile.Result result = read(automatic);

        assertThat(result.isUsable()).isTrue();
        assertThat(printed(result))
                .isEqualTo(
                        "services.yaml:8: warning: services[0].policy.failback returns the name by itself to a cluster"
                                + " whose data may be behind: set policy.dataLoss, or leave failback manual\n");
        assertThat(read(automatic + "      dataLoss: {limit: 1m, beyond: block}\n")
                        .problems())
                .isEmpty();
        assertThat(read(USABLE + "    policy: {failback: {automatic: true}}\n").problems())
                .isEmpty();
    }

    @Test
    void warnsOfAFigureThatIsNearlyAKnownOne() throws IOException {
        ServicesFile.Result result = read(
                USABLE + "    policy: {marks: {lagSecond: {high: 9, low: 1}, heapPercent: {high: 95, low: 80}}}\n");

        assertThat(result.services().get(0).policy().marks()).containsOnlyKeys("lagSecond", "heapPercent");
        assertThat(printed(result))
                .isEqualTo("services.yaml:7: warning: services[0].policy.marks.lagSecond names no figure that is known,"
                        + " did you mean lagSeconds?\n");
    }

    @Test
    void aLongCoolDownBringsTheLongestUpWithIt() throws IOException {
        ServicesFile.Result result = read(USABLE + "    policy: {coolDown: 2h}\n");

        assertThat(result.problems()).isEmpty();
        assertThat(result.services().get(0).policy().coolDownMax()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void aShortIntervalBringsTheConfirmIntervalDownWithIt() throws IOException {
        ServicesFile.Result result = read(USABLE + "    probing: {interval: 100ms}\n");

        assertThat(result.problems()).isEmpty();
        assertThat(result.services().get(0).probing().confirmInterval()).isEqualTo(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"manual", "Manual", "{automatic: false}", "{}"})
    void failbackIsManualInEveryForm(String form) throws IOException {
        ServicesFile.Result result = read(USABLE + "    policy: {failback: " + form + "}\n");

        assertThat(result.services().get(0).policy().failback()).isEqualTo(Policy.Failback.MANUAL);
    }

    @Test
    void readsAByteOrderMarkAndCrLf() throws IOException {
        assertThat(read("\uFEFF" + USABLE.replace("\n", "\r\n")).services())
                .isEqualTo(read(USABLE).services());
    }

    @Test
    void countsLinesAfterCrLfAndAByteOrderMark() throws IOException {
        String text = "\uFEFF" + USABLE.replace("type: A", "type: B").replace("\n", "\r\n");

        assertThat(printed(read(text)))
                .isEqualTo("services.yaml:3: services[0].record.type must be one of A, AAAA, CNAME, was 'B'\n");
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        assertThat(printed(read(USABLE + "#".repeat(4 * 1024 * 1024))))
                .isEqualTo("services.yaml: is larger than 4096 KiB\n");
    }

    @Test
    void readsAFileOfTwoThousandServicesInItsLimit() throws IOException {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < 2_000; i++) {
            text.append(USABLE.substring("services:\n".length())
                    .replace("search", "search-" + i)
                    .replace("es.example", "es" + i + ".example"));
        }

        assertThat(read(text.toString()).services()).hasSize(2_000);
    }

    @Test
    void keepsTheFirstHundredProblemsAndCountsTheRest() throws IOException {
        ServicesFile.Result result = read("services:\n" + "  - {}\n".repeat(50));

        assertThat(result.problems()).hasSize(Problems.KEPT + 1);
        assertThat(result.problems().get(Problems.KEPT)).hasToString(folder + "/services.yaml: has 50 more problems");
    }

    @Test
    void saysThatAFileIsMissingOrIsNone() throws IOException {
        assertThat(printed(ServicesFile.read(folder.resolve("services.yaml"))))
                .isEqualTo("services.yaml: does not exist\n");
        Path nested = Files.createDirectory(folder.resolve("nested"));
        assertThat(printed(ServicesFile.read(nested))).isEqualTo("nested: is a directory, not a file\n");
    }

    @Test
    @DisplayName("the examples of README.md, of docker compose and of the demo are right")
    void theExamplesAreRight() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String example = readme.substring(readme.indexOf("```yaml\n") + 8);
        String demo = Files.readString(Path.of("src/main/resources/dev/failover/cli/demo/services.yaml"));

        assertThat(read(example.substring(0, example.indexOf("```"))).problems())
                .isEmpty();
        assertThat(ServicesFile.read(Path.of("../docker/services.yaml")).problems())
                .isEmpty();
        assertThat(printed(read(demo.replace("${primary}", "9201").replace("${secondary}", "9202"))))
                .as("the demo's stand-ins keep no data")
                .matches("services.yaml:\\d+: warning: services\\[0].policy.failback returns the name by itself .*\n");
    }

    private ServicesFile.Result read(String text) throws IOException {
        Path file = folder.resolve("services.yaml");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return ServicesFile.read(file);
    }

    /** As the command prints it, the files without their folder. */
    private String printed(ServicesFile.Result result) {
        StringBuilder lines = new StringBuilder();
        for (Problem problem : result.problems()) {
            lines.append(problem.toString().replace(GOLDEN + "/", "").replace(folder + "/", ""))
                    .append('\n');
        }
        return lines.toString();
    }
}
