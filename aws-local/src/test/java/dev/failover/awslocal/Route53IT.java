package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.failover.awslocal.route53.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.HealthCheckVersionMismatchException;
import software.amazon.awssdk.services.route53.model.HostedZoneAlreadyExistsException;
import software.amazon.awssdk.services.route53.model.HostedZoneNotEmptyException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.InvalidInputException;
import software.amazon.awssdk.services.route53.model.NoSuchChangeException;
import software.amazon.awssdk.services.route53.model.NoSuchHealthCheckException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/** Route 53 as AWS SDK v2 sees it over the wire. */
class Route53IT {

    private final ManualClock clock = new ManualClock();
    private AwsLocal local;
    private AwsClients aws;
    private String zone;

    @BeforeEach
    void start() {
        local = AwsLocal.start(Settings.onFreePorts().withInsyncDelay(Duration.ofSeconds(30)), clock);
        aws = new AwsClients(local.endpoint());
        zone = aws.route53
                .createHostedZone(request -> request.name("Example.com").callerReference("first"))
                .hostedZone()
                .id();
    }

    @AfterEach
    void stop() {
        aws.close();
        local.close();
    }

    @Test
    void createsFindsAndDeletesZones() {
        assertThat(aws.route53.getHostedZone(r -> r.id(zone)).delegationSet().nameServers())
                .hasSize(4);
        assertThat(aws.route53
                        .listHostedZonesByName(r -> r.dnsName("example.com"))
                        .hostedZones())
                .extracting(found -> found.name())
                .containsExactly("example.com.");
        assertThatThrownBy(() -> aws.route53.createHostedZone(
                        r -> r.name("other.example").callerReference("first")))
                .isInstanceOf(HostedZoneAlreadyExistsException.class);
        change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")));
        assertThatThrownBy(() -> aws.route53.deleteHostedZone(r -> r.id(zone)))
                .isInstanceOf(HostedZoneNotEmptyException.class);
        change(change(ChangeAction.DELETE, a("a.example.com", "192.0.2.1")));
        aws.route53.deleteHostedZone(r -> r.id(zone));
        assertThatThrownBy(() -> aws.route53.getHostedZone(r -> r.id(zone)))
                .isInstanceOfSatisfying(
                        NoSuchHostedZoneException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    @Test
    @DisplayName("scenario 46: the SDK sees all messages of a refused batch in one list, and nothing has changed")
    void refusesABatchWhole() {
        change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")));

        InvalidChangeBatchException refusal = catchThrowableOfType(
                InvalidChangeBatchException.class,
                () -> change(
                        change(ChangeAction.CREATE, a("b.example.com", "192.0.2.1")),
                        change(ChangeAction.DELETE, a("a.example.com", "192.0.2.9")),
                        change(ChangeAction.DELETE, a("c.example.com", "192.0.2.9"))));

        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.awsErrorDetails().errorMessage())
                .isEqualTo("[Tried to delete resource record set [name='a.example.com.', type='A'] but the values"
                        + " provided do not match the current values, Tried to delete resource record set"
                        + " [name='c.example.com.', type='A'] but it was not found]");
        assertThat(names()).doesNotContain("b.example.com.");
        assertThatThrownBy(() -> change(change(
                        ChangeAction.CREATE,
                        a("x.example.com", "192.0.2.1").toBuilder()
                                .setIdentifier("no policy")
                                .build())))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    @DisplayName("scenario 50: a change is listed at once and stays PENDING until it is in sync")
    void isPendingThenInSync() {
        ChangeInfo info = change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")));

        assertThat(info.status()).isEqualTo(ChangeStatus.PENDING);
        assertThat(names()).contains("a.example.com.");
        assertThat(status(info)).isEqualTo(ChangeStatus.PENDING);
        clock.advance(Duration.ofSeconds(30));
        assertThat(status(info)).isEqualTo(ChangeStatus.INSYNC);
        assertThatThrownBy(() -> aws.route53.getChange(r -> r.id("/change/CNOTHING")))
                .isInstanceOf(NoSuchChangeException.class);
    }

    @Test
    void pagesInTheOrderOfReversedLabels() {
        List<Change> many = new ArrayList<>(IntStream.range(0, 350)
                .mapToObj(i -> change(ChangeAction.CREATE, a("n%03d.example.com".formatted(i), "192.0.2.1")))
                .toList());
        change(many.toArray(Change[]::new));

        var first = aws.route53.listResourceRecordSets(r -> r.hostedZoneId(zone).maxItems("1000"));
        assertThat(first.resourceRecordSets()).hasSize(300);
        assertThat(first.isTruncated()).isTrue();
        assertThat(first.nextRecordName()).isEqualTo("n298.example.com.");
        assertThat(aws.route53
                        .listResourceRecordSetsPaginator(
                                r -> r.hostedZoneId(zone).maxItems("7"))
                        .resourceRecordSets())
                .extracting(ResourceRecordSet::name)
                .hasSize(352)
                .isSorted();
        assertThat(aws.route53
                        .listResourceRecordSets(r -> r.hostedZoneId(zone)
                                .startRecordName("N349.example.com")
                                .startRecordType(RRType.A))
                        .resourceRecordSets())
                .hasSize(1);
        assertThatThrownBy(() -> aws.route53.listResourceRecordSets(
                        r -> r.hostedZoneId(zone).startRecordType(RRType.A)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    @DisplayName("scenario 53: what is listed carries every attribute, and can be deleted as it was listed")
    void deletesWhatItListed() {
        String check = aws.route53
                .createHealthCheck(r -> r.callerReference("listed")
                        .healthCheckConfig(config -> config.type(HealthCheckType.TCP)
                                .ipAddress("192.0.2.1")
                                .port(443)))
                .healthCheck()
                .id();
        ResourceRecordSet primary = a("*.F.example.com", "192.0.2.1").toBuilder()
                .healthCheckId(check)
                .setIdentifier("p")
                .failover(ResourceRecordSetFailover.PRIMARY)
                .build();
        ResourceRecordSet alias = ResourceRecordSet.builder()
                .name("elb.example.com")
                .type(RRType.A)
                .setIdentifier("w")
                .weight(0L)
                .aliasTarget(AliasTarget.builder()
                        .hostedZoneId("Z35SXDOTRQ7X7K")
                        .dnsName("dualstack.LB.elb.amazonaws.com")
                        .evaluateTargetHealth(true)
                        .build())
                .build();
        change(change(ChangeAction.CREATE, primary), change(ChangeAction.CREATE, alias));

        List<ResourceRecordSet> listed =
                sets().stream().filter(set -> set.setIdentifier() != null).toList();
        assertThat(listed)
                .containsExactlyInAnyOrder(
                        primary.toBuilder().name("\\052.f.example.com.").build(),
                        alias.toBuilder()
                                .name("elb.example.com.")
                                .aliasTarget(alias.aliasTarget().toBuilder()
                                        .dnsName("dualstack.lb.elb.amazonaws.com.")
                                        .build())
                                .build());
        change(listed.stream().map(set -> change(ChangeAction.DELETE, set)).toArray(Change[]::new));
        assertThat(sets()).hasSize(2);
    }

    @Test
    void keepsAndVersionsHealthChecks() {
        HealthCheckConfig config = HealthCheckConfig.builder()
                .type(HealthCheckType.HTTPS)
                .fullyQualifiedDomainName("es.example.com")
                .inverted(true)
                .build();
        var check = aws.route53
                .createHealthCheck(r -> r.callerReference("c").healthCheckConfig(config))
                .healthCheck();

        assertThat(check.healthCheckConfig().inverted()).isTrue();
        assertThat(check.healthCheckConfig().port()).isEqualTo(443);
        aws.route53.updateHealthCheck(
                r -> r.healthCheckId(check.id()).healthCheckVersion(1L).inverted(false));
        assertThatThrownBy(() -> aws.route53.updateHealthCheck(
                        r -> r.healthCheckId(check.id()).healthCheckVersion(1L).inverted(true)))
                .isInstanceOf(HealthCheckVersionMismatchException.class);
        ResourceRecordSet withCheck = a("a.example.com", "192.0.2.1").toBuilder()
                .healthCheckId(check.id())
                .build();
        change(change(ChangeAction.CREATE, withCheck));
        aws.route53.deleteHealthCheck(r -> r.healthCheckId(check.id()));
        assertThatThrownBy(() -> change(change(ChangeAction.UPSERT, withCheck)))
                .isInstanceOf(NoSuchHealthCheckException.class);
    }

    @Test
    @DisplayName("scenario 44 and 45: throttling and a prior request are retried by the SDK and seen in the counts")
    void injectsThrottling() throws Exception {
        aws.control(
                "POST",
                "faults",
                "[{\"operation\":\"GetHostedZone\",\"kind\":\"throttle\",\"count\":1},"
                        + "{\"operation\":\"GetHostedZone\",\"kind\":\"prior-request\",\"count\":1}]");

        assertThat(aws.route53.getHostedZone(r -> r.id(zone)).hostedZone().name())
                .isEqualTo("example.com.");
        assertThat(aws.control("GET", "calls", "").body()).contains("\"GetHostedZone\":3");
        aws.control("POST", "faults", "{\"operation\":\"*\",\"kind\":\"prior-request\",\"count\":100}");
        assertThatThrownBy(() -> aws.route53.getHostedZone(r -> r.id(zone)))
                .isInstanceOf(PriorRequestNotCompleteException.class);
        assertThat(aws.control("DELETE", "faults", "").body()).isEqualTo("{\"faults\":[]}");
    }

    @Test
    @DisplayName("scenario 55: a denied call is refused with AccessDenied and 403")
    void injectsAccessDenied() throws Exception {
        aws.control("POST", "faults", "{\"operation\":\"ChangeResourceRecordSets\",\"kind\":\"access-denied\"}");

        assertThatThrownBy(() -> change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1"))))
                .isInstanceOfSatisfying(Route53Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                });
        assertThat(names()).doesNotContain("a.example.com.");
    }

    @Test
    @DisplayName("scenario 49: a swap whose answer is lost was applied, and its repetition is refused")
    void losesTheAnswerOfASwap() throws Exception {
        change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")));
        aws.control("POST", "faults", "{\"operation\":\"ChangeResourceRecordSets\",\"kind\":\"lose-answer\"}");

        assertThatThrownBy(() -> change(
                        change(ChangeAction.DELETE, a("a.example.com", "192.0.2.1")),
                        change(ChangeAction.CREATE, a("a.example.com", "192.0.2.2"))))
                .isInstanceOf(InvalidChangeBatchException.class)
                .hasMessageContaining("do not match the current values");
        assertThat(sets())
                .filteredOn(set -> set.name().equals("a.example.com."))
                .singleElement()
                .satisfies(
                        set -> assertThat(set.resourceRecords().get(0).value()).isEqualTo("192.0.2.2"));
    }

    @Test
    @DisplayName("scenario 52: a stranded change is accepted, and then neither listed nor known")
    void strandsAChange() throws Exception {
        aws.control("POST", "faults", "{\"operation\":\"ChangeResourceRecordSets\",\"kind\":\"strand\"}");

        String id = change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")))
                .id();

        assertThat(id).startsWith("C");
        assertThat(names()).doesNotContain("a.example.com.");
        assertThatThrownBy(() -> aws.route53.getChange(request -> request.id(id)))
                .isInstanceOf(NoSuchChangeException.class);
        change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")));
        assertThat(names()).as("the next one is kept").contains("a.example.com.");
    }

    @Test
    void takesTheDeletionAndCreationOfTheSameSetInOneBatch() throws Exception {
        change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")));

        change(
                change(ChangeAction.DELETE, a("a.example.com", "192.0.2.1")),
                change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")));

        assertThat(names()).contains("a.example.com.");
        assertThat(aws.control("GET", "arrivals?operation=ChangeResourceRecordSets", "")
                        .body()
                        .split("Z\"", -1))
                .as("two calls, each with its time")
                .hasSize(3);
    }

    @Test
    @DisplayName(
            "scenario 49: a reset before the call was done leaves everything as it was, and the repetition applies it")
    void resetsBeforeTheCallIsDone() throws Exception {
        aws.control(
                "POST",
                "faults",
                "[{\"operation\":\"route53:*\",\"kind\":\"reset\"},{\"operation\":\"*\",\"kind\":\"error-500\"},"
                        + "{\"operation\":\"*\",\"kind\":\"delay\",\"millis\":1}]");

        change(change(ChangeAction.CREATE, a("a.example.com", "192.0.2.1")));

        assertThat(names()).containsOnlyOnce("a.example.com.");
        assertThat(aws.control("GET", "faults", "").body()).isEqualTo("{\"faults\":[]}");
    }

    private ChangeInfo change(Change... changes) {
        return aws.route53
                .changeResourceRecordSets(r -> r.hostedZoneId(zone)
                        .changeBatch(ChangeBatch.builder().changes(changes).build()))
                .changeInfo();
    }

    private static Change change(ChangeAction action, ResourceRecordSet set) {
        return Change.builder().action(action).resourceRecordSet(set).build();
    }

    private static ResourceRecordSet a(String name, String value) {
        return ResourceRecordSet.builder()
                .name(name)
                .type(RRType.A)
                .ttl(60L)
                .resourceRecords(ResourceRecord.builder().value(value).build())
                .build();
    }

    private ChangeStatus status(ChangeInfo info) {
        return aws.route53.getChange(r -> r.id(info.id())).changeInfo().status();
    }

    private List<ResourceRecordSet> sets() {
        return aws.route53.listResourceRecordSets(r -> r.hostedZoneId(zone)).resourceRecordSets();
    }

    private List<String> names() {
        return sets().stream().map(ResourceRecordSet::name).toList();
    }
}
