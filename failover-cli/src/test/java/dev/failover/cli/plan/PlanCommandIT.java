package dev.failover.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.failover.awslocal.AwsLocal;
import dev.failover.awslocal.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/** {@code failover plan} over the wire, against a zone that people, another deployment and we have worked in. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PlanCommandIT {

    private static final Path GOLDEN = Path.of("src/test/resources/plan");

    @TempDir
    static Path folder;

    private static AwsLocal aws;
    private static Route53Client route53;
    private static String healthCheck = "";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void fillTheZone() throws IOException {
        Path seed = Files.writeString(
                folder.resolve("aws.json"), "{\"zones\": [{\"id\": \"Z1\", \"name\": \"example.com\"}]}");
        aws = AwsLocal.start(new Settings("127.0.0.1", 0, 0, Duration.ZERO, 1, seed));
        route53 = Route53Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        healthCheck = route53.createHealthCheck(request -> request.callerReference("plan")
                        .healthCheckConfig(config -> config.type(HealthCheckType.TCP)
                                .ipAddress("192.0.2.10")
                                .port(443)))
                .healthCheck()
                .id();
        create("plain", set -> address(set, "192.0.2.10").ttl(300L));
        create("settled", set -> address(set, "192.0.2.20").ttl(30L));
        fence("settled", "failover", "settled", 7, "secondary");
        create(
                "weighted",
                set -> address(set, "192.0.2.10").ttl(30L).setIdentifier("Blue").weight(10L));
        create(
                "weighted",
                set -> address(set, "192.0.2.20")
                        .ttl(30L)
                        .setIdentifier("green")
                        .weight(0L));
        fence("weighted", "failover", "weighted", 1, "primary");
        create(
                "roles",
                set -> address(set, "192.0.2.10")
                        .ttl(30L)
                        .setIdentifier("primary")
                        .failover(ResourceRecordSetFailover.PRIMARY)
                        .healthCheckId(healthCheck));
        create(
                "roles",
                set -> address(set, "192.0.2.20")
                        .ttl(30L)
                        .setIdentifier("secondary")
                        .failover(ResourceRecordSetFailover.SECONDARY)
                        .healthCheckId(healthCheck));
        fence("roles", "failover", "roles", 2, "primary");
        create(
                "alias",
                set -> set.aliasTarget(alias -> alias.hostedZoneId("Z32O12XQLNTSW2")
                        .dnsName("dualstack.lb-1.eu-west-1.elb.amazonaws.com")
                        .evaluateTargetHealth(false)));
        fence("alias", "failover", "alias", 3, "primary");
        create("edited", set -> address(set, "198.51.100.7").ttl(30L));
        fence("edited", "failover", "edited", 4, "primary");
        create("foreign", set -> address(set, "192.0.2.10").ttl(30L));
        fence("foreign", "another", "foreign", 9, "primary");
        create(
                "routed",
                set -> address(set, "192.0.2.10").ttl(30L).setIdentifier("x").weight(1L));
    }

    @AfterAll
    static void stop() {
        route53.close();
        aws.close();
    }

    @Test
    @DisplayName("a new name, an adopted one, settled ones of every routing, and what is refused, as text")
    void saysWhatApplyingChanges() throws IOException {
        assertThat(plan("--adopt")).isEqualTo(1);

        assertThat(tidy()).isEqualTo(golden("plan.txt"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("the same as JSON")
    void saysItAsJson() throws IOException {
        assertThat(plan("new", "weighted", "roles", "alias", "edited", "--json"))
                .isEqualTo(1);

        assertThat(tidy()).isEqualTo(golden("plan.json"));
    }

    @Test
    void aRecordWithoutAFenceIsRefusedUnlessAdopted() {
        assertThat(plan("plain")).isEqualTo(1);

        assertThat(out.toString())
                .contains("  ! plain.example.com exists and carries no fence; `failover apply --adopt` takes it over\n")
                .contains("    plain.example.com A 192.0.2.10 ttl 5m\n")
                .endsWith("Plan: 0 to create, 0 to fence, 0 unchanged, 1 refused\n");
        out.getBuffer().setLength(0);
        assertThat(plan("plain", "--adopt")).isZero();
        assertThat(out.toString()).endsWith("Plan: 0 to create, 1 to fence, 0 unchanged, 0 refused\n");
    }

    @Test
    @DisplayName("moves of a simple record, of weights, of roles and of an alias")
    void saysWhatAMoveChanges() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String service : List.of("settled", "weighted", "roles", "alias")) {
            out.getBuffer().setLength(0);
            String to = service.equals("settled") ? "primary" : "secondary";
            assertThat(plan(service, "--to", to)).as(service).isZero();
            assertThat(out.toString()).contains("Plan: 0 to create, 1 to move, 0 to fence, 0 unchanged, 0 refused");
            tidy().lines()
                    .filter(line -> line.matches("(\\w|  [+~!-] |    (\\s+=>|\\w+\\.example)).*"))
                    .filter(line -> !line.startsWith("Not counted") && !line.startsWith("Plan"))
                    .forEach(line -> all.append(line).append('\n'));
        }

        assertThat(all.toString()).isEqualTo(golden("moves.txt"));
    }

    @Test
    @DisplayName("scenario 24: of a gradual move the next step, the steps after it, and how long they take")
    void saysWhatTheNextStepOfAGradualMoveChanges() throws IOException {
        Path services = Files.writeString(
                folder.resolve("gradual.yaml"),
                Files.readString(GOLDEN.resolve("services.yaml"))
                        .replace(
                                "  - name: roles",
                                "    policy: {gradual: {shares: [5, 25], every: 10m}}\n  - name: roles"));

        assertThat(run("-f", services.toString(), "weighted", "--to", "secondary"))
                .isZero();

        assertThat(out.toString())
                .contains(
                        "to be moved to secondary",
                        "by steps: secondary gets 5 %, 25 % and then all of the answers, each once the one before it is"
                                + " confirmed and both endpoints are UP for 10m: 20m at least",
                        "'Blue' 192.0.2.10 weight 95",
                        "'green' 192.0.2.20 weight 5",
                        "epoch=2 decision=weighted-2 target=primary shift=secondary:5");
    }

    @Test
    @DisplayName("the old answer is cached for the TTL that the record has now, whatever is configured")
    void countsTheTtlOfTheOldAnswer() throws IOException {
        assertThat(plan("plain", "--adopt", "--json")).isZero();

        JsonNode recovery = new JsonMapper()
                .readTree(out.toString())
                .path("services")
                .path(0)
                .path("recovery");
        assertThat(recovery.path("parts").findValuesAsText("part")).endsWith("cached answers");
        assertThat(recovery.path("parts").path(7).path("atWorstMillis").asLong())
                .isEqualTo(300_000);
        assertThat(recovery.path("longerThanRto").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("planning calls nothing but lists")
    void changesNothing() {
        List<ResourceRecordSet> before = zone();

        plan("--adopt");
        plan("weighted", "--to", "secondary");

        assertThat(zone()).isEqualTo(before);
    }

    @Test
    void whatCannotBeReadIsRefusedAndSaysWhy() throws IOException {
        String services = golden("services.yaml").replace("zone: Z1", "zone: Z2");
        Path file = Files.writeString(folder.resolve("other-zone.yaml"), services);

        assertThat(run("-f", file.toString(), "settled")).isEqualTo(1);

        assertThat(out.toString()).contains("  ! the zone cannot be read: ").contains("Z2");
    }

    private int plan(String... args) {
        List<String> all =
                new ArrayList<>(List.of("-f", GOLDEN.resolve("services.yaml").toString()));
        all.addAll(Arrays.asList(args));
        return run(all.toArray(String[]::new));
    }

    private int run(String... args) {
        Map<String, String> env = Map.of(
                "AWS_ENDPOINT_URL_ROUTE_53",
                aws.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test");
        return new CommandLine(new PlanCommand(env))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private String tidy() {
        return out.toString().replace(healthCheck, "HEALTH-CHECK");
    }

    private static String golden(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name));
    }

    private static List<ResourceRecordSet> zone() {
        return route53.listResourceRecordSets(request -> request.hostedZoneId("Z1"))
                .resourceRecordSets();
    }

    private static ResourceRecordSet.Builder address(ResourceRecordSet.Builder set, String address) {
        return set.resourceRecords(ResourceRecord.builder().value(address).build());
    }

    private static void create(String service, Consumer<ResourceRecordSet.Builder> with) {
        ResourceRecordSet.Builder set =
                ResourceRecordSet.builder().name(service + ".example.com").type(RRType.A);
        with.accept(set);
        change(set.build());
    }

    private static void fence(String service, String owner, String of, long epoch, String target) {
        change(ResourceRecordSet.builder()
                .name("_failover." + service + ".example.com")
                .type(RRType.TXT)
                .ttl(60L)
                .resourceRecords(ResourceRecord.builder()
                        .value("\"v=failover1 owner=" + owner + " service=" + of + " epoch=" + epoch + " decision=" + of
                                + "-" + epoch + " target=" + target + "\"")
                        .build())
                .build());
    }

    private static void change(ResourceRecordSet set) {
        route53.changeResourceRecordSets(request -> request.hostedZoneId("Z1")
                .changeBatch(batch -> batch.changes(Change.builder()
                        .action(ChangeAction.CREATE)
                        .resourceRecordSet(set)
                        .build())));
    }
}
