package dev.failover.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.dns.Decisions;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.dns.route53.SteeringPlan.Action;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.event.DnsRecord.RecordType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

class SteeringSetsTest {

    private static final FenceSnapshot FENCE = new FenceSnapshot("v=failover1 …", Duration.ofSeconds(60));

    private final SteeringSets sets = sets(3, 2);

    @Test
    void asksEachEndpointWhetherTheNameShallBeAtTheSecondary() {
        HealthCheckConfig first = sets.checks().get(0);

        assertThat(sets.checks()).hasSize(3).allMatch(HealthCheckConfig::inverted);
        assertThat(first.type()).isEqualTo(HealthCheckType.HTTPS_STR_MATCH);
        assertThat(first.fullyQualifiedDomainName()).isEqualTo("steer-0.example.net");
        assertThat(first.port()).isEqualTo(443);
        assertThat(first.resourcePath()).isEqualTo("/steer/search/secondary");
        assertThat(first.searchString()).isEqualTo("search is at secondary.");
        assertThat(first.requestInterval()).isEqualTo(10);
    }

    @Test
    void asksForTheOtherEndpointWhereTheRolesAreSwapped() {
        SteeringSets swapped = sets.withPrimary("secondary");

        assertThat(swapped.checks().get(0).resourcePath()).isEqualTo("/steer/search/primary");
        assertThat(swapped.prefix()).isEqualTo(sets.prefix());
        assertThat(swapped.reference(swapped.checks().get(0), 0))
                .isNotEqualTo(sets.reference(sets.checks().get(0), 0));
    }

    /** The calculated check is healthy while as many children are as the threshold says; a child that says move is not. */
    @ParameterizedTest
    @CsvSource({"3, 2, 2", "4, 3, 2", "5, 3, 3", "5, 2, 4"})
    void isUnhealthyFromTheNeededNumberOn(int endpoints, int needed, int threshold) {
        HealthCheckConfig calculated = sets(endpoints, needed).calculated(List.of("a"));

        assertThat(calculated.healthThreshold()).isEqualTo(threshold);
        assertThat(endpoints - needed)
                .as("children that are healthy when it moves")
                .isLessThan(threshold);
        assertThat(endpoints - needed + 1).as("one fewer says move").isGreaterThanOrEqualTo(threshold);
    }

    @Test
    void checksThePrimarySetAlone() {
        List<ResourceRecordSet> made = sets.record("check-1").sets().stream()
                .map(set -> RecordSets.of(sets.record(), set))
                .toList();

        assertThat(made)
                .extracting(
                        ResourceRecordSet::setIdentifier,
                        ResourceRecordSet::failoverAsString,
                        ResourceRecordSet::healthCheckId)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("primary", "PRIMARY", "check-1"),
                        org.assertj.core.groups.Tuple.tuple("secondary", "SECONDARY", null));
    }

    @Test
    void hasReferencesThatRoute53Takes() {
        assertThat(sets.reference(sets.checks().get(0), 0))
                .startsWith(sets.prefix())
                .hasSizeLessThan(64);
        assertThat(sets.reference(sets.checks().get(0), 7)).endsWith("-7");
    }

    @Test
    void wantsTwoEndpoints() {
        assertThatThrownBy(() -> sets.withPrimary("third")).hasMessageContaining("third");
    }

    @Test
    void aPlanSaysWhatIsMadeChangedAndDeleted() {
        Found found = new Found(
                Optional.of(new RecordSnapshot(Decisions.PRIMARY, Duration.ofSeconds(60))),
                Optional.empty(),
                Optional.empty());
        SteeringPlan plan = new SteeringPlan(
                sets,
                List.of(Optional.of("id-0"), Optional.empty(), Optional.of("id-2")),
                Optional.empty(),
                found,
                FENCE,
                List.of("old-1"));

        assertThat(plan).hasToString("""
                search: es.example.com is at primary unless 2 of 3 steering endpoints say secondary
                  + health check
                      is   https://steer-1.example.net/steer/search/secondary contains 'search is at secondary.', inverted, every 10 s, 1 in a row
                  + calculated health check
                      is   unhealthy when 2 of 3 say that search is at secondary
                  ~ es.example.com A
                      was  192.0.2.10
                      is   'primary' 192.0.2.10 PRIMARY
                           'secondary' 192.0.2.20 SECONDARY
                  + _failover.es.example.com TXT
                      is   v=failover1 …
                  - health check old-1
                  3 to create, 1 to change, 1 to delete""");
        assertThat(plan.counts()).containsEntry(Action.CREATE, 3L).containsEntry(Action.DELETE, 1L);
    }

    @Test
    void aPlanOfWhatIsThereAlreadyHasNothingToDo() {
        Found found = new Found(Optional.of(sets.record("calculated")), Optional.of(FENCE), Optional.empty());
        SteeringPlan plan = new SteeringPlan(
                sets,
                List.of(Optional.of("a"), Optional.of("b"), Optional.of("c")),
                Optional.of("calculated"),
                found,
                FENCE,
                List.of());

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.toString()).endsWith("nothing to do");
    }

    private static SteeringSets sets(int endpoints, int needed) {
        List<URI> urls = java.util.stream.IntStream.range(0, endpoints)
                .mapToObj(i -> URI.create("https://steer-" + i + ".example.net"))
                .toList();
        return new SteeringSets(
                "ops",
                "search",
                Decisions.record("es.example.com", RecordType.A),
                Decisions.targets(Decisions.PRIMARY, Decisions.SECONDARY),
                "primary",
                new SteeringEndpoints(urls, needed, 1));
    }
}
