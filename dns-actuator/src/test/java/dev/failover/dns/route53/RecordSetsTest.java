package dev.failover.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.Decisions;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetRegion;

class RecordSetsTest {

    private static final DnsRecord A = Decisions.record("es.example.com", RecordType.A);
    private static final String FENCE = "v=failover1 owner=ops service=search epoch=1 decision=a target=primary";

    @Test
    void readsTheRecordAndItsFence() {
        Found found = RecordSets.found(
                A,
                List.of(a("192.0.2.2", "192.0.2.1"), set("es.example.com.", RRType.AAAA, "2001:db8::1")),
                List.of(set("_failover.es.example.com.", RRType.TXT, "\"" + FENCE + "\"")));

        assertThat(found.oddity()).isEmpty();
        assertThat(found.record())
                .contains(new RecordSnapshot(Target.of("192.0.2.1", "192.0.2.2"), Duration.ofSeconds(60)));
        assertThat(found.fence()).contains(new FenceSnapshot(FENCE, Duration.ofSeconds(60)));
    }

    @Test
    void nothingThereIsNothing() {
        assertThat(RecordSets.found(A, List.of(), List.of())).isEqualTo(Found.nothing());
    }

    @Test
    @DisplayName("scenario 53: an alias has no TTL, and its name is read without escapes, case and dot")
    void readsAnAliasAndWritesItBack() {
        ResourceRecordSet alias = ResourceRecordSet.builder()
                .name("es.example.com.")
                .type(RRType.A)
                .aliasTarget(target -> target.hostedZoneId("Z32O12XQLNTSW2")
                        .dnsName("DualStack.\\052.elb.amazonaws.com.")
                        .evaluateTargetHealth(true))
                .build();

        RecordSet snapshot = RecordSets.found(A, List.of(alias), List.of())
                .record()
                .orElseThrow()
                .sets()
                .get(0);

        assertThat(snapshot.ttl()).isNull();
        assertThat(snapshot.target().aliasTarget())
                .contains(new Target.Alias("Z32O12XQLNTSW2", "dualstack.*.elb.amazonaws.com", true));
        ResourceRecordSet written = RecordSets.of(A, snapshot);
        assertThat(written.ttl()).isNull();
        assertThat(written.hasResourceRecords()).isFalse();
        assertThat(written.aliasTarget().dnsName()).isEqualTo("dualstack.\\052.elb.amazonaws.com");
        assertThat(written.aliasTarget().evaluateTargetHealth()).isTrue();
        assertThat(written.aliasTarget().hostedZoneId()).isEqualTo("Z32O12XQLNTSW2");
    }

    @Test
    void writesValuesAndFence() {
        ResourceRecordSet record =
                RecordSets.of(A, new RecordSet(Target.of("192.0.2.1"), Duration.ofSeconds(30), RecordSet.SIMPLE, null));
        assertThat(record)
                .isEqualTo(ResourceRecordSet.builder()
                        .name("es.example.com")
                        .type(RRType.A)
                        .ttl(30L)
                        .resourceRecords(
                                ResourceRecord.builder().value("192.0.2.1").build())
                        .build());
        assertThat(RecordSets.of(A, new FenceSnapshot(FENCE, Duration.ofSeconds(60))))
                .isEqualTo(set("_failover.es.example.com", RRType.TXT, "\"" + FENCE + "\""));
    }

    @Test
    @DisplayName("scenario 53: weighted and failover sets are read and written back to the letter")
    void readsSetsAndWritesThemBack() {
        ResourceRecordSet weighted = a("192.0.2.1").toBuilder()
                .name("es.example.com")
                .setIdentifier("Blue Set")
                .weight(0L)
                .healthCheckId("hc-1")
                .build();
        ResourceRecordSet heavy = weighted.toBuilder()
                .setIdentifier("green")
                .weight(255L)
                .healthCheckId(null)
                .build();
        ResourceRecordSet primary = a("192.0.2.1").toBuilder()
                .name("es.example.com")
                .setIdentifier("x")
                .failover(ResourceRecordSetFailover.PRIMARY)
                .healthCheckId("hc-1")
                .build();
        ResourceRecordSet secondary = ResourceRecordSet.builder()
                .name("es.example.com")
                .type(RRType.A)
                .setIdentifier("y")
                .failover(ResourceRecordSetFailover.SECONDARY)
                .aliasTarget(target -> target.hostedZoneId("Z32O12XQLNTSW2")
                        .dnsName("dualstack.lb-1.elb.amazonaws.com")
                        .evaluateTargetHealth(true))
                .build();

        assertThat(writtenBack(weighted, heavy)).containsExactly(weighted, heavy);
        assertThat(writtenBack(primary, secondary)).containsExactly(primary, secondary);
    }

    private static List<ResourceRecordSet> writtenBack(ResourceRecordSet... sets) {
        Found found = RecordSets.found(A, List.of(sets), List.of());
        return found.record().orElseThrow().sets().stream()
                .map(set -> RecordSets.of(A, set))
                .toList();
    }

    @Test
    @DisplayName("scenarios 47, 53: what Route 53 chooses among by rules of its own is reported and left alone")
    void reportsOtherRouting() {
        assertOdd(a("192.0.2.1"), set -> set.setIdentifier("x").region(ResourceRecordSetRegion.EU_WEST_1))
                .contains("found the latency set 'x': make it simple, weighted or failover, or manage another name");
        assertOdd(a("192.0.2.1"), set -> set.setIdentifier("x").multiValueAnswer(true))
                .contains("the multivalue set 'x'");
        assertOdd(a("192.0.2.1"), set -> set.setIdentifier("x").geoLocation(geo -> geo.countryCode("*")))
                .contains("the geolocation set 'x'");
        assertOdd(a("192.0.2.1"), set -> set.setIdentifier("x").geoProximityLocation(geo -> geo.bias(1)))
                .contains("the geoproximity set 'x'");
        assertOdd(a("192.0.2.1"), set -> set.setIdentifier("x").cidrRoutingConfig(cidr -> cidr.locationName("*")))
                .contains("the CIDR set 'x'");
        assertOdd(a("192.0.2.1"), set -> set.trafficPolicyInstanceId("tpi-1"))
                .contains("traffic policy instance tpi-1: delete it, or manage the name that it points to");
    }

    @Test
    @DisplayName("scenario 47: a record that became a CNAME, or a CNAME that became something else, is reported")
    void reportsAnotherType() {
        assertThat(RecordSets.found(A, List.of(set("es.example.com.", RRType.CNAME, "b.net")), List.of())
                        .oddity())
                .contains("es.example.com A is not ours to move: found a record of type CNAME: delete it, or correct"
                        + " record.type");
        DnsRecord cname = Decisions.record("es.example.com", RecordType.CNAME);
        assertThat(RecordSets.found(cname, List.of(a("192.0.2.1")), List.of()).oddity())
                .contains("es.example.com CNAME is not ours to move: found a record of type A: delete it, or correct"
                        + " record.type");
    }

    @Test
    void reportsMoreValuesThanItCanKeep() {
        String[] many = IntStream.range(0, 101).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
        assertThat(RecordSets.found(A, List.of(a(many)), List.of()).oddity())
                .hasValueSatisfying(oddity -> assertThat(oddity).contains("101 values"));
    }

    @Test
    void reportsAFenceThatItCouldNotDeleteToTheLetter() {
        assertOddFence(set("_failover.es.example.com.", RRType.CNAME, "x.net"));
        assertOddFence(set("_failover.es.example.com.", RRType.TXT, "\"" + FENCE + "\"", "\"hello\""));
        assertOddFence(set("_failover.es.example.com.", RRType.TXT, "\"v=failover1 \" \"owner=ops\""));
        assertOddFence(set("_failover.es.example.com.", RRType.TXT, "\"" + FENCE + "\"").toBuilder()
                .setIdentifier("x")
                .weight(1L)
                .build());
        assertOddFence(ResourceRecordSet.builder()
                .name("_failover.es.example.com.")
                .type(RRType.TXT)
                .aliasTarget(target ->
                        target.hostedZoneId("Z1").dnsName("x.example.com.").evaluateTargetHealth(false))
                .build());
    }

    private static void assertOddFence(ResourceRecordSet fence) {
        assertThat(RecordSets.found(A, List.of(a("192.0.2.1")), List.of(fence)).oddity())
                .hasValueSatisfying(oddity -> assertThat(oddity)
                        .startsWith("_failover.es.example.com is no simple TXT record of one value: found type "));
    }

    private static org.assertj.core.api.AbstractStringAssert<?> assertOdd(
            ResourceRecordSet simple, Consumer<ResourceRecordSet.Builder> change) {
        Found found = RecordSets.found(
                A, List.of(simple.toBuilder().applyMutation(change).build()), List.of());
        assertThat(found.record()).isEmpty();
        Optional<String> oddity = found.oddity();
        assertThat(oddity).isPresent();
        return assertThat(oddity.get()).startsWith("es.example.com A is not ours to move: found ");
    }

    private static ResourceRecordSet a(String... values) {
        return set("es.example.com.", RRType.A, values);
    }

    private static ResourceRecordSet set(String name, RRType type, String... values) {
        return ResourceRecordSet.builder()
                .name(name)
                .type(type)
                .ttl(60L)
                .resourceRecords(Arrays.stream(values)
                        .map(value -> ResourceRecord.builder().value(value).build())
                        .toList())
                .build();
    }
}
