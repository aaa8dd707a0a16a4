package dev.failover.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.DnsRecord.Routing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final Check CHECK = new Check.Tcp("10.0.0.1", 9200, null);

    @Test
    @DisplayName("scenario 53: names compare without case and trailing dot")
    void normalisesNames() {
        assertThat(record("ES.Example.COM.", RecordType.A).name()).isEqualTo("es.example.com");
    }

    @Test
    void theFenceOfAWildcardIsNoWildcard() {
        assertThat(record("es.example.com", RecordType.A).fenceName()).isEqualTo("_failover.es.example.com");
        assertThat(record("*.example.com", RecordType.A).fenceName()).isEqualTo("_failover.wildcard.example.com");
    }

    @Test
    @DisplayName("scenario 33: two endpoints with one target, or the managed name as target, are refused")
    void refusesTargetsThatCannotHelp() {
        assertRefused(
                () -> spec(record("es.example.com", RecordType.A), Target.of("10.0.0.1"), Target.of("10.0.0.1")),
                "endpoints.target must be unique");
        assertRefused(
                () -> spec(
                        record("es.example.com", RecordType.CNAME), Target.of("a.net"), Target.of("ES.example.com.")),
                "must not be the managed name itself");
    }

    @Test
    void refusesValuesThatAreNotOfTheRecordsType() {
        DnsRecord a = record("es.example.com", RecordType.A);
        assertRefused(() -> spec(a, Target.of("10.0.0.1"), Target.of("10.0.0.256")), "must be IPv4");
        assertRefused(() -> spec(a, Target.of("10.0.0.1"), Target.of("2001:db8::1")), "must be IPv4");
        assertRefused(
                () -> spec(record("es.example.com", RecordType.CNAME), Target.of("a.net"), Target.of("b.net", "c.net")),
                "must be one name");
    }

    @Test
    @DisplayName("scenario 33: another record set does not make another target of the same address")
    void theSameTargetInTwoSetsIsRefused() {
        DnsRecord weighted = record(DnsRecord.Provider.ROUTE_53, Routing.WEIGHTED);
        assertRefused(
                () -> spec(
                        weighted,
                        Target.of("10.0.0.1").inSet("a"),
                        Target.of("10.0.0.1").inSet("b")),
                "endpoints.target must be unique");
    }

    @Test
    void aSetIdentifierIsUniqueAndByDefaultTheEndpointsName() {
        DnsRecord weighted = record(DnsRecord.Provider.ROUTE_53, Routing.WEIGHTED);
        Target first = Target.of("10.0.0.1");
        Target second = Target.of("10.0.0.2");
        assertThat(spec(weighted, first.inSet("blue"), second).endpoints())
                .extracting(endpoint -> endpoint.target().setIdentifierOf(endpoint.name()))
                .containsExactly("blue", "secondary");
        assertRefused(() -> spec(weighted, first.inSet("secondary"), second), "endpoints.setIdentifier must be unique");
        assertRefused(() -> first.inSet("x".repeat(129)), "endpoints.setIdentifier must be 1 to 128 characters");
        assertRefused(() -> first.inSet(" "), "endpoints.setIdentifier must be 1 to 128 characters");
        assertRefused(
                () -> spec(record("es.example.com", RecordType.A), first.inSet("blue"), second),
                "endpoints.setIdentifier needs routing weighted or failover");
    }

    @Test
    void eachRoutingHasItsRules() {
        Target one = Target.of("10.0.0.1");
        Target two = Target.of("10.0.0.2", "10.0.0.3");
        Target alias = new Target(List.of(), new Target.Alias("Z2", "lb.example.net", false));
        assertRefused(() -> spec(record(DnsRecord.Provider.ROUTE_53, Routing.WEIGHTED), one, two), "must be one value");
        assertThat(spec(record(DnsRecord.Provider.ROUTE_53, Routing.FAILOVER), one, two)
                        .endpoints())
                .hasSize(2);
        assertRefused(
                () -> spec(record(DnsRecord.Provider.ROUTE_53, Routing.FAILOVER), one, alias),
                "must evaluate its target's health");
        assertRefused(
                () -> spec(record(DnsRecord.Provider.ROUTE_53, Routing.FAILOVER), one, cloudFront(false)),
                "of an alias of CloudFront needs routing simple or weighted");
        assertRefused(
                () -> spec(record(DnsRecord.Provider.ROUTE_53, Routing.SIMPLE), one, cloudFront(true)),
                "target.alias.evaluateTargetHealth must be false for CloudFront");
        assertRefused(
                () -> new ServiceSpec(
                        "search",
                        record(DnsRecord.Provider.ROUTE_53, Routing.FAILOVER),
                        false,
                        List.of(
                                new Endpoint("primary", one, CHECK),
                                new Endpoint("secondary", two, CHECK),
                                new Endpoint("third", Target.of("10.0.0.4"), CHECK)),
                        Probing.DEFAULT,
                        Policy.DEFAULT),
                "endpoints must be two with routing failover");
    }

    private static Target cloudFront(boolean evaluatesHealth) {
        return new Target(
                List.of(), new Target.Alias("Z2FDTNDATAQYW2", "d111111abcdef8.cloudfront.net", evaluatesHealth));
    }

    @Test
    @DisplayName("scenario 54: a dynamic update names its zone, and only there is a zone a name")
    void theZoneOfADynamicUpdateIsADomainName() {
        DnsRecord record = dynamic("Example.COM.", "es.example.com", Routing.SIMPLE);
        assertThat(record.zone()).isEqualTo("example.com");
        assertThat(dynamic("example.com", "example.com", Routing.SIMPLE).name()).isEqualTo("example.com");
        assertRefused(
                () -> dynamic("example.com", "es.badexample.com", Routing.SIMPLE),
                "record.provider needs es.badexample.com to be in the zone example.com");
        assertRefused(() -> dynamic("example com", "es.example.com", Routing.SIMPLE), "in the zone example com");
        assertRefused(
                () -> dynamic("example.com", "es.example.com", Routing.FAILOVER), "record.routing must be simple");
        Target alias = new Target(List.of(), new Target.Alias("Z2", "lb.example.net", true));
        assertRefused(() -> alias.mustFit(record), "target.alias needs a record in Route 53");
    }

    @Test
    void aLocationMayHaveACheckOfItsOwn() {
        Check inside = new Check.Tcp("a.internal", 9200, null);
        Check outside = new Check.Tcp("a.example.com", 9200, null);
        Endpoint endpoint = new Endpoint("primary", Target.of("192.0.2.1"), inside, true, Map.of("outside", outside));

        assertThat(endpoint.checkIn("outside")).isEqualTo(outside);
        assertThat(endpoint.checkIn("eu-west-1a")).isEqualTo(inside);
    }

    @Test
    void theCheckersOfAwsAreOneLocation() {
        Check checkers = new Check.Route53("0e1f2a3b");
        Check inside = new Check.Tcp("a.internal", 9200, null);
        Target target = Target.of("192.0.2.1");

        assertRefused(() -> new Endpoint("primary", target, checkers), "must stand below checkFrom");
        assertRefused(
                () -> new Endpoint("primary", target, inside, true, Map.of("aws", checkers, "aws-2", checkers)),
                "one location at most");
        assertRefused(() -> new Check.Route53("../x"), "must be a health check's id");
    }

    @Test
    void twoTargetsWithTheSameValuesInAnotherOrderAreTheSame() {
        assertThat(Target.of("10.0.0.2", "10.0.0.1")).isEqualTo(Target.of("10.0.0.1", "10.0.0.2", "10.0.0.2"));
    }

    @Test
    @DisplayName("scenario 39: a decision that nobody could carry out is no decision")
    void refusesDecisionsThatCannotBeCarriedOut() {
        assertRefused(() -> claim("search 4", Map.of("primary", Target.of("10.0.0.1"))), "id must be 1 to 80");
        assertRefused(() -> claim("search-4", Map.of()), "targets must not be empty");
        assertRefused(() -> claim("search-4", Map.of("a b", Target.of("10.0.0.1"))), "targets must be 1 to 63");
        assertRefused(
                () -> claim("search-4", Collections.singletonMap("primary", null)), "targets.primary is required");
        assertRefused(() -> claim("search-4", Map.of("primary", Target.of("2001:db8::1"))), "must be IPv4");
    }

    private static Decision claim(String id, Map<String, Target> targets) {
        return new Decision(
                "search",
                id,
                4,
                Decision.Kind.CLAIM,
                null,
                null,
                "first look",
                List.of(),
                false,
                false,
                record("es.example.com", RecordType.A),
                targets,
                null,
                Instant.EPOCH);
    }

    @Test
    @DisplayName("scenario 24: the shares of a gradual move grow, and end below all answers")
    void refusesSharesThatAreNoSteps() {
        Duration every = Duration.ofMinutes(5);
        assertThat(new Policy.Gradual(List.of(5, 25, 50), every).takes()).isEqualTo(Duration.ofMinutes(15));
        assertRefused(() -> new Policy.Gradual(List.of(), every), "policy.gradual.shares must be 1..10, was '0'");
        assertRefused(() -> new Policy.Gradual(List.of(0, 5), every), "policy.gradual.shares must be 1..99, was '0'");
        assertRefused(() -> new Policy.Gradual(List.of(5, 100), every), "policy.gradual.shares must be 1..99");
        assertRefused(() -> new Policy.Gradual(List.of(5, 5), every), "must grow from each to the next, was '[5, 5]'");
        assertRefused(() -> new Policy.Gradual(List.of(5), Duration.ZERO), "policy.gradual.every must be longer");
    }

    @Test
    @DisplayName("scenario 24: a gradual move needs a weighted record in Route 53, and reads back as it was written")
    void gradualMovesNeedWeights() throws Exception {
        DnsRecord weighted = record(DnsRecord.Provider.ROUTE_53, Routing.WEIGHTED);
        ServiceSpec spec = gradual(weighted);

        assertThat(EventCodec.read(EventType.SERVICE, EventCodec.body(spec))).isEqualTo(spec);
        assertRefused(() -> gradual(record("es.example.com", RecordType.A)), "policy.gradual needs routing weighted");
        assertRefused(
                () -> gradual(record(DnsRecord.Provider.STEERING, Routing.WEIGHTED)),
                "policy.gradual needs routing weighted and provider route53");
    }

    @Test
    @DisplayName("scenario 24: a step names whose answers it takes a part of, and no failover is a step")
    void refusesStepsThatAreNone() {
        assertThat(step(Decision.Kind.MANUAL, "primary", 25).movesAPart()).isTrue();
        assertThat(step(Decision.Kind.FAILBACK, "primary", 100).movesAPart()).isFalse();
        assertRefused(() -> step(Decision.Kind.FAILOVER, "primary", 25), "share is for planned moves");
        assertRefused(() -> step(Decision.Kind.MANUAL, null, 25), "from must be another of");
        assertRefused(() -> step(Decision.Kind.MANUAL, "secondary", 25), "from must be another of");
        assertRefused(() -> step(Decision.Kind.MANUAL, "primary", 0), "share must be 1..100");
    }

    private static Decision step(Decision.Kind kind, @Nullable String from, int share) {
        return new Decision(
                "search",
                "search-4",
                4,
                kind,
                from,
                "secondary",
                "why",
                List.of(),
                false,
                false,
                record(DnsRecord.Provider.ROUTE_53, Routing.WEIGHTED),
                Map.of("primary", Target.of("10.0.1.10"), "secondary", Target.of("10.0.2.10")),
                null,
                null,
                Instant.EPOCH,
                share);
    }

    private static ServiceSpec gradual(DnsRecord record) {
        Policy policy = new Policy(
                Policy.Mode.AUTO,
                Policy.Thresholds.DEFAULT,
                2,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Policy.Failback.MANUAL,
                Duration.ofMinutes(1),
                Map.of(),
                Duration.ZERO,
                Duration.ofHours(1),
                true,
                Duration.ZERO,
                Policy.Flapping.DEFAULT,
                null,
                Policy.FleetBrake.HOLDS,
                Policy.Drift.HOLD,
                null,
                null,
                new Policy.Gradual(List.of(5, 25, 50), Duration.ofMinutes(5)));
        return new ServiceSpec(
                "search",
                record,
                false,
                List.of(
                        new Endpoint("primary", Target.of("10.0.1.10"), CHECK),
                        new Endpoint("secondary", Target.of("10.0.2.10"), CHECK)),
                Probing.DEFAULT,
                policy);
    }

    @Test
    @DisplayName("scenario 65: a password in a URL is refused and never repeated")
    void neverRepeatsAPassword() {
        assertThatThrownBy(() -> new Check.Http(
                        URI.create("https://ana:hunter2@es:9200/?key=hunter2"), List.of(), null, null, null))
                .hasMessageContaining("must not carry a password")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> new Check.Auth(Check.Auth.Scheme.API_KEY, null, "hunter2"))
                .hasMessageContaining("env:NAME or file:/path")
                .hasMessageNotContaining("hunter2");
    }

    private static DnsRecord record(String name, RecordType type) {
        return new DnsRecord("Z1", name, type, Duration.ofSeconds(30));
    }

    private static DnsRecord record(DnsRecord.Provider provider, Routing routing) {
        return new DnsRecord("Z1", "es.example.com", RecordType.A, Duration.ofSeconds(30), provider, routing);
    }

    private static DnsRecord dynamic(String zone, String name, Routing routing) {
        return new DnsRecord(zone, name, RecordType.A, Duration.ofSeconds(30), DnsRecord.Provider.RFC_2136, routing);
    }

    private static ServiceSpec spec(DnsRecord record, Target first, Target second) {
        return new ServiceSpec(
                "search",
                record,
                false,
                List.of(new Endpoint("primary", first, CHECK), new Endpoint("secondary", second, CHECK)),
                Probing.DEFAULT,
                Policy.DEFAULT);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable made, String why) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }
}
