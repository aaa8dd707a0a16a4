package dev.failover.dns.route53;

import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.dns.Aws;
import dev.failover.dns.Decisions;
import dev.failover.dns.DnsProvider.Progress;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.DnsRecord.Routing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/**
 * The actuator under the policy of docs/iam.md, to the letter but for the id of the zone: whatever it does is allowed, and
 * nothing else is.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@DisplayName("scenario 55: the policy of docs/iam.md")
class IamPolicyIT {

    private static final String NAME = "es.example.com";
    private static final Pattern FIRST_POLICY = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final Set<String> CONDITIONS = Set.of(
            "ChangeResourceRecordSetsNormalizedRecordNames",
            "ChangeResourceRecordSetsRecordTypes",
            "ChangeResourceRecordSetsActions");

    private final Aws aws = new Aws();
    private final Route53Provider provider = aws.provider();
    private final Route53Client actuator = aws.client(Aws.ACTUATOR);
    private final Planner planner = new Planner("ops");

    @BeforeEach
    void enforce() throws IOException {
        aws.enforce(policy().replace("Z0EXAMPLE", aws.zone));
    }

    private static String policy() throws IOException {
        Matcher policy = FIRST_POLICY.matcher(Files.readString(Path.of("..", "docs", "iam.md")));
        assertThat(policy.find()).isTrue();
        return policy.group(1);
    }

    @AfterEach
    void stop() {
        actuator.close();
        provider.close();
        aws.close();
    }

    @ParameterizedTest
    @EnumSource(Routing.class)
    @DisplayName("allows claims, moves, looks and the test of permissions, however the record is routed")
    void allowsAllThatTheActuatorDoes(Routing routing) {
        DnsRecord record = Decisions.record(aws.zone, NAME, routing);

        apply(claim().record(record).build());
        String changeId = apply(failover().record(record).build());

        assertThat(provider.progress(record, changeId)).isEqualTo(Progress.INSYNC);
        assertThat(provider.nameServers(record)).isNotEmpty();
        provider.rewrite(record, provider.find(record).fence().orElseThrow());
        assertThat(provider.findAll(Collections.nCopies(20, record))).hasSize(20);
    }

    @Test
    @DisplayName("allows no operation that is not called")
    void allowsExactlyWhatIsCalled() throws IOException {
        allowsAllThatTheActuatorDoes(Routing.SIMPLE);
        Set<String> called = new TreeSet<>(aws.operations());
        // By hand, to make the zone.
        called.remove("CreateHostedZone");

        assertThat(Pattern.compile("\"route53:(\\w+)\"")
                        .matcher(policy())
                        .results()
                        .map(match -> match.group(1))
                        .filter(word -> !CONDITIONS.contains(word)))
                .containsOnlyOnceElementsOf(List.of("ListResourceRecordSets", "GetHostedZone", "GetChange"))
                .hasSameElementsAs(called);
    }

    @ParameterizedTest
    @DisplayName("denies another name, another type and every UPSERT")
    @CsvSource({
        "UPSERT, es.example.com, A",
        "UPSERT, _failover.es.example.com, TXT",
        "CREATE, www.example.com, A",
        "CREATE, _failover.www.example.com, TXT",
        "CREATE, a.es.example.com, A",
        "CREATE, *.example.com, A",
        "CREATE, example.com, TXT",
        "CREATE, es.example.com, AAAA",
        "CREATE, es.example.com, CNAME",
        "CREATE, es.example.com, MX",
        "DELETE, example.com, NS",
    })
    void deniesOtherChanges(ChangeAction action, String name, RRType type) {
        assertDenied("ChangeResourceRecordSets", () -> change(aws.zone, action, name, type));
    }

    @Test
    @DisplayName("denies a batch for one change that is not allowed")
    void deniesABatchForOneOfItsChanges() {
        DnsRecord other = new DnsRecord(aws.zone, "www.example.com", RecordType.A, Duration.ofSeconds(30));
        Plan allowed = plan(
                claim().record(Decisions.record(aws.zone, NAME, Routing.SIMPLE)).build());
        Plan denied = plan(claim().of("www").record(other).build());

        assertThatThrownBy(() -> provider.apply(List.of(allowed, denied)))
                .isInstanceOfSatisfying(
                        DnsProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContaining("docs/iam.md");
        assertThat(aws.set(NAME, RRType.A)).isEmpty();
    }

    @Test
    @DisplayName("denies another zone, and to read it")
    void deniesAnotherZone() {
        Route53Client admin = aws.client("admin");
        String other = admin.createHostedZone(
                        request -> request.name("example.com").callerReference("other"))
                .hostedZone()
                .id()
                .replace("/hostedzone/", "");

        assertDenied("ChangeResourceRecordSets", () -> change(other, ChangeAction.CREATE, NAME, RRType.A));
        assertDenied("ListResourceRecordSets", () -> actuator.listResourceRecordSets(r -> r.hostedZoneId(other)));
        assertDenied("GetHostedZone", () -> actuator.getHostedZone(request -> request.id(other)));
        admin.close();
    }

    @Test
    @DisplayName("denies everything that makes or removes zones and health checks")
    void deniesWhatIsNotItsBusiness() {
        assertDenied(
                "CreateHealthCheck",
                () -> actuator.createHealthCheck(request -> request.callerReference("1")
                        .healthCheckConfig(check -> check.type(HealthCheckType.TCP)
                                .ipAddress("192.0.2.1")
                                .port(80))));
        assertDenied("DeleteHealthCheck", () -> actuator.deleteHealthCheck(request -> request.healthCheckId("h")));
        assertDenied("DeleteHostedZone", () -> actuator.deleteHostedZone(request -> request.id(aws.zone)));
        assertDenied(
                "CreateHostedZone",
                () -> actuator.createHostedZone(
                        request -> request.name("example.net").callerReference("1")));
        assertDenied("ListHostedZones", () -> actuator.listHostedZones());
    }

    private void change(String zone, ChangeAction action, String name, RRType type) {
        Change change = Change.builder()
                .action(action)
                .resourceRecordSet(set -> set.name(name)
                        .type(type)
                        .ttl(30L)
                        .resourceRecords(
                                ResourceRecord.builder().value(value(type)).build()))
                .build();
        actuator.changeResourceRecordSets(
                request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(change)));
    }

    private static String value(RRType type) {
        return switch (type) {
            case A -> "192.0.2.1";
            case AAAA -> "2001:db8::1";
            case MX -> "10 mail.example.com";
            case TXT -> "\"text\"";
            default -> "www.example.net";
        };
    }

    private static void assertDenied(String operation, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Route53Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            assertThat(e.awsErrorDetails().errorMessage()).contains("to perform: route53:" + operation);
        });
    }

    private String apply(Decision decision) {
        return provider.apply(List.of(plan(decision)));
    }

    private Plan plan(Decision decision) {
        Planned planned = planner.plan(decision, provider.find(decision.record()));
        assertThat(planned).isInstanceOf(Planned.Change.class);
        return ((Planned.Change) planned).plan();
    }
}
