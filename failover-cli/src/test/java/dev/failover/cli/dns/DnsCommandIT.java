package dev.failover.cli.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.failover.awslocal.AwsLocal;
import dev.failover.cli.services.ServicesFile;
import dev.failover.dns.ByHand;
import dev.failover.dns.ByHandSettings;
import dev.failover.event.DnsRecord;
import dev.failover.event.ServiceSpec;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/** {@code failover dns} as a person runs it, over Route 53's wire protocol; there is no Kafka at all. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DnsCommandIT {

    private static final Pattern POLICY = Pattern.compile("## By hand.*?```json\n(.*?)```", Pattern.DOTALL);
    private static final String FENCE = "v=failover1 owner=ops service=%s epoch=4 decision=%s-4 target=primary";
    private static final String SEED = """
            {"zones": [{"id": "Z1", "name": "example.com", "records": [
              {"name": "simple.example.com", "type": "A", "ttl": 30, "values": ["192.0.2.10"]},
              {"name": "weighted.example.com", "type": "A", "ttl": 30, "values": ["192.0.2.10"],
               "setIdentifier": "primary", "weight": 100},
              {"name": "weighted.example.com", "type": "A", "ttl": 30, "values": ["192.0.2.20"],
               "setIdentifier": "secondary", "weight": 0},
              {"name": "bare.example.com", "type": "A", "ttl": 30, "values": ["192.0.2.10"]}]}]}
            """;
    private static final String SERVICE = """
              - name: %s
                record: {zone: Z1, name: %s.example.com, type: A, ttl: 30s, routing: %s}
                endpoints:
                  - {name: primary, target: 192.0.2.10, check: {kind: tcp, host: 192.0.2.10, port: 9200}}
                  - {name: secondary, target: 192.0.2.20, check: {kind: tcp, host: 192.0.2.20, port: 9200}}
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> env = new HashMap<>();
    private Path file;
    private String lastChange = "";
    private AwsLocal aws;
    private Route53Client route53;

    @BeforeEach
    void start() throws Exception {
        aws = AwsLocal.start(new dev.failover.awslocal.Settings(
                "127.0.0.1", 0, 0, Duration.ofMillis(50), 1, Files.writeString(folder.resolve("seed.json"), SEED)));
        route53 = Route53Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("somebody", "x")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        file = Files.writeString(
                folder.resolve("services.yaml"),
                "services:\n" + SERVICE.formatted("simple", "simple", "simple")
                        + SERVICE.formatted("weighted", "weighted", "weighted")
                        + SERVICE.formatted("failover", "failover", "failover")
                        + SERVICE.formatted("bare", "bare", "simple"));
        put(checked("primary", "192.0.2.10", ResourceRecordSetFailover.PRIMARY));
        put(checked("secondary", "192.0.2.20", ResourceRecordSetFailover.SECONDARY));
        for (String service : List.of("simple", "weighted", "failover")) {
            put(fence(service, FENCE.formatted(service, service)));
        }
        await().atMost(Duration.ofSeconds(30)).until(this::isInSync);
        env.put("AWS_ENDPOINT_URL_ROUTE_53", aws.endpoint().toString());
        env.put("AWS_ACCESS_KEY_ID", "person");
        env.put("AWS_SECRET_ACCESS_KEY", "x");
        env.put("OWNER", "ops");
        env.put(
                "DNS_NAME_SERVERS",
                aws.dnsAddress().getHostString() + ":" + aws.dnsAddress().getPort());
    }

    @AfterEach
    void stop() {
        route53.close();
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "weighted", "failover"})
    @DisplayName("scenarios 42, 51: with Kafka away a person moves the name, and its fence says who")
    void movesAName(String service) {
        assertThat(show(service)).as(this::printed).isZero();
        assertThat(out.toString()).contains("name has  primary", "problems  none", "epoch 4, target primary");

        assertThat(move(service, "--yes")).as(this::printed).isZero();

        assertThat(fenceText(service))
                .contains("owner=ops", "epoch=5", "decision=manual-dns-", "-ana ", "target=secondary");
        assertThat(out.toString())
                .contains("in sync", service + ": DNS change VERIFIED, the name has secondary", "rack on fire");
        out.getBuffer().setLength(0);
        assertThat(show(service)).as(this::printed).isZero();
        assertThat(out.toString()).contains("name has  secondary", "answers 192.0.2.20; fence as above", "by hand");

        out.getBuffer().setLength(0);
        assertThat(move(service, "--yes")).as(this::printed).isZero();
        assertThat(out.toString()).contains("has secondary already");
        assertThat(fenceText(service)).contains("epoch=5");
    }

    @Test
    void showsTheSameToMachines() throws Exception {
        assertThat(show("simple", "--json")).isZero();

        JsonNode seen = JsonMapper.builder().build().readTree(out.toString());
        assertThat(seen.path("endpoint").textValue()).isEqualTo("primary");
        assertThat(seen.path("fence").path("epoch").longValue()).isEqualTo(4);
        assertThat(seen.path("servers").path(0).path("values").path(0).textValue())
                .isEqualTo("192.0.2.10");
        assertThat(seen.path("problems")).isEmpty();
    }

    @Test
    void aDryRunPrintsThePlanAndChangesNothing() {
        assertThat(move("simple", "--dry-run")).isZero();

        assertThat(out.toString())
                .contains("- simple.example.com A 192.0.2.10", "+ simple.example.com A 192.0.2.20", "Dry run");
        assertThat(values("simple.example.com.", RRType.A)).containsExactly("192.0.2.10");
    }

    @Test
    void whatIsNotConfirmedByTheWholeWordIsNotDone() {
        assertThat(run(new MoveCommand(env, new StringReader("y\n")), "simple", "--to", "secondary", "--reason", "r"))
                .isEqualTo(1);
        assertThat(values("simple.example.com.", RRType.A)).containsExactly("192.0.2.10");

        assertThat(run(new MoveCommand(env, new StringReader("yes\n")), "simple", "--to", "secondary", "--reason", "r"))
                .as(this::printed)
                .isZero();
        assertThat(values("simple.example.com.", RRType.A)).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 37: what a rival wrote between the reading and the yes wins")
    void aRivalThatWritesMeanwhileWins() {
        String rival = "v=failover1 owner=ops service=simple epoch=5 decision=simple-5 target=primary";
        Reader slow = new Reader() {
            private final StringReader yes = new StringReader("yes\n");

            @Override
            public int read(char[] buffer, int from, int length) throws java.io.IOException {
                if (!fenceText("simple").equals(rival)) {
                    put(fence("simple", rival));
                }
                return yes.read(buffer, from, length);
            }

            @Override
            public void close() {
                yes.close();
            }
        };

        assertThat(run(new MoveCommand(env, slow), "simple", "--to", "secondary", "--reason", "rack on fire"))
                .isEqualTo(1);

        assertThat(out.toString()).contains("DNS change REFUSED", "somebody changed simple.example.com");
        assertThat(values("simple.example.com.", RRType.A)).containsExactly("192.0.2.10");
        assertThat(fenceText("simple")).isEqualTo(rival);
    }

    @Test
    @DisplayName("scenario 49: an answer that was lost is settled by the fence")
    void aLostAnswerIsSettledByTheFence() throws Exception {
        control("POST", "faults", "{\"operation\":\"ChangeResourceRecordSets\",\"kind\":\"lose-answer\",\"count\":1}");

        assertThat(move("simple", "--yes")).as(this::printed).isZero();

        assertThat(out.toString()).contains("the fence in the zone is ours");
        assertThat(values("simple.example.com.", RRType.A)).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("scenarios 32, 46: a human's edit, a foreign fence and no fence are refused in the actuator's words")
    void refusesWhatTheActuatorRefuses() {
        put(set("simple.example.com.", RRType.A, "198.51.100.7"));
        assertThat(move("simple", "--yes")).isEqualTo(1);
        assertThat(err.toString()).contains("HUMAN_EDIT: simple.example.com holds [198.51.100.7]");
        assertThat(show("simple")).isEqualTo(1);
        assertThat(out.toString()).contains("NOT KNOWN", "PROBLEM   HUMAN_EDIT");

        put(fence("weighted", "v=failover1 owner=dev service=weighted epoch=9 decision=weighted-9 target=primary"));
        assertThat(move("weighted", "--yes")).isEqualTo(1);
        assertThat(err.toString()).contains("is the fence of owner dev, not of ops");
        assertThat(release("weighted", "--yes")).isEqualTo(1);

        assertThat(move("bare", "--yes")).isEqualTo(1);
        assertThat(err.toString()).contains("bare.example.com exists and carries no fence");
        assertThat(move("bare", "--yes", "--adopt")).as(this::printed).isZero();
        assertThat(fenceText("bare")).contains("epoch=1", "target=secondary");
    }

    @Test
    void whatTheNameServersDoNotHaveIsAProblem() throws Exception {
        control("PUT", "insync-delay", "{\"millis\":30000}");
        put(set("simple.example.com.", RRType.A, "192.0.2.20"));

        assertThat(show("simple")).isEqualTo(1);

        assertThat(out.toString())
                .contains("name has  secondary", "simple-4 (epoch 4) gave it to primary", "answers [192.0.2.10], not");
    }

    @Test
    void releaseRemovesExactlyOurFenceAndLeavesTheRecord() {
        assertThat(release("simple")).as("nobody said yes").isEqualTo(1);
        assertThat(fenceText("simple")).contains("epoch=4");

        assertThat(release("simple", "--yes")).as(this::printed).isZero();

        assertThat(values("_failover.simple.example.com.", RRType.TXT)).isEmpty();
        assertThat(values("simple.example.com.", RRType.A)).containsExactly("192.0.2.10");
        assertThat(out.toString()).contains("carries no fence", "failover apply --adopt");
        assertThat(show("simple")).isEqualTo(1);
        assertThat(release("simple", "--yes")).isEqualTo(1);
    }

    @Test
    void aSteeredNameAndBadInputAreRefusedWithWhatToDo() throws Exception {
        assertThat(run(new MoveCommand(env, Reader.nullReader()), "simple", "--to", "third", "--reason", "r"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--to must be one of [primary, secondary], was 'third'");
        assertThat(show("nobody")).isEqualTo(2);
        assertThat(err.toString()).contains("has no service nobody");
        ServiceSpec simple = ServicesFile.read(file).services().get(0);
        DnsRecord record = simple.record();
        ServiceSpec steered = new ServiceSpec(
                simple.service(),
                new DnsRecord(
                        record.zone(),
                        record.name(),
                        record.type(),
                        record.ttl(),
                        DnsRecord.Provider.STEERING,
                        record.routing()),
                false,
                simple.endpoints(),
                simple.probing(),
                simple.policy());
        assertThatThrownBy(() -> ByHand.open(steered, ByHandSettings.fromEnv(env)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("is steered", "docs/steering.md", "failover steering settle simple");
    }

    @Test
    @DisplayName("scenario 55: the policy for a person in docs/iam.md suffices")
    void thePolicyOfTheDocumentSuffices() throws Exception {
        Matcher policy = POLICY.matcher(Files.readString(Path.of("../docs/iam.md")));
        assertThat(policy.find()).isTrue();
        String enforced = policy.group(1).replace("Z0EXAMPLE", "Z1").replace("es.example.com", "simple.example.com");
        control("PUT", "policy?accessKeyId=person", enforced);

        assertThat(show("simple")).as(this::printed).isZero();
        assertThat(move("simple", "--yes")).as(this::printed).isZero();
        assertThat(release("simple", "--yes")).as(this::printed).isZero();
        assertThat(move("weighted", "--yes")).as("another name").isEqualTo(1);
    }

    private int show(String service, String... more) {
        return run(new ShowCommand(env, Reader.nullReader()), with(service, more));
    }

    private int move(String service, String... more) {
        return run(
                new MoveCommand(env, Reader.nullReader()),
                with(
                        service,
                        with(
                                "--to",
                                with(
                                        "secondary",
                                        with("--reason", with("rack on fire", with("--by", with("ana", more))))))));
    }

    private int release(String service, String... more) {
        return run(new ReleaseFenceCommand(env, Reader.nullReader()), with(service, more));
    }

    private static String[] with(String first, String... more) {
        String[] all = new String[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }

    /** As the whole command would explain a failure. */
    private int run(HandWork command, String... args) {
        CommandLine line = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, at, parsed) -> {
                    at.getErr().println("failover: " + failure.getMessage());
                    return failure instanceof IllegalArgumentException ? 2 : 1;
                });
        return line.execute(with("-f", with(file.toString(), args)));
    }

    private String printed() {
        return out + "\n" + err;
    }

    private void put(ResourceRecordSet set) {
        lastChange = route53.changeResourceRecordSets(request -> request.hostedZoneId("Z1")
                        .changeBatch(batch -> batch.changes(Change.builder()
                                .action(ChangeAction.UPSERT)
                                .resourceRecordSet(set)
                                .build())))
                .changeInfo()
                .id();
    }

    private boolean isInSync() {
        return route53.getChange(request -> request.id(lastChange)).changeInfo().status() == ChangeStatus.INSYNC;
    }

    /** A set of the failover record; its check is healthy. */
    private ResourceRecordSet checked(String identifier, String value, ResourceRecordSetFailover role)
            throws Exception {
        String check = route53.createHealthCheck(request -> request.callerReference(identifier)
                        .healthCheckConfig(config -> config.type(HealthCheckType.TCP)
                                .ipAddress(value)
                                .port(9200)))
                .healthCheck()
                .id();
        control("PUT", "health-checks/" + check, "{\"healthy\":true}");
        return set("failover.example.com.", RRType.A, value)
                .copy(set -> set.setIdentifier(identifier).failover(role).healthCheckId(check));
    }

    private static ResourceRecordSet fence(String service, String text) {
        return set("_failover." + service + ".example.com.", RRType.TXT, "\"" + text + "\"")
                .copy(fence -> fence.ttl(60L));
    }

    private static ResourceRecordSet set(String name, RRType type, String value) {
        return ResourceRecordSet.builder()
                .name(name)
                .type(type)
                .ttl(30L)
                .resourceRecords(ResourceRecord.builder().value(value).build())
                .build();
    }

    private String fenceText(String service) {
        return values("_failover." + service + ".example.com.", RRType.TXT)
                .get(0)
                .replace("\"", "");
    }

    private List<String> values(String name, RRType type) {
        return route53.listResourceRecordSets(request -> request.hostedZoneId("Z1")).resourceRecordSets().stream()
                .filter(set -> set.name().equals(name) && set.type() == type)
                .flatMap(set -> set.resourceRecords().stream())
                .map(ResourceRecord::value)
                .toList();
    }

    private void control(String method, String path, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(aws.endpoint().resolve("/_aws-local/" + path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
