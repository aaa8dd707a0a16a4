package dev.failover.dns;

import static dev.failover.dns.Decisions.PRIMARY;
import static dev.failover.dns.Decisions.SECONDARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsChange.Status;
import dev.failover.event.DnsRecord.Routing;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetRegion;

/** Records of every kind that users have, over the wire: made by hand, and moved by the service. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RecordsIT {

    private static final String ELB_ZONE = "Z32O12XQLNTSW2";

    @TempDir
    static Path folder;

    private static Deployment deployment;

    private final Vertx vertx = Vertx.vertx();
    private final Aws aws = new Aws();
    private final Route53Provider provider = aws.provider();
    private final Planner planner = new Planner("ops");

    /** Of this test alone, as the broker is shared. */
    private String service = "";

    @BeforeAll
    static void startBroker() {
        deployment = new Deployment(folder);
    }

    @AfterAll
    static void stopBroker() {
        deployment.close();
    }

    @BeforeEach
    void nameTheService(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        service = name.substring(0, Math.min(40, name.length()));
    }

    @AfterEach
    void stop() throws Exception {
        deployment.stop(vertx);
        provider.close();
        aws.close();
    }

    @Test
    @DisplayName("scenario 53: weighted sets with health checks are adopted and moved by their weights alone")
    void movesWeightedSets() throws Exception {
        String check = aws.healthCheck();
        ResourceRecordSet blue = weighted("Blue", 10, "192.0.2.10", check);
        ResourceRecordSet old = weighted("old", 0, "198.51.100.7", null);
        ResourceRecordSet green = weighted("green", 0, "192.0.2.20", null);
        aws.change(Aws.create(blue), Aws.create(old), Aws.create(green));
        deployment.start(vertx, aws, Map.of());
        Decision claim = weighted(Decisions.claim().adopting());
        deployment.write(claim);
        assertThat(deployment.awaitChange(claim, Status.VERIFIED).endpoint()).isEqualTo("primary");
        assertThat(aws.sets(name(), RRType.A)).as("a claim").containsExactlyInAnyOrder(given(blue, old, green));

        Decision move = weighted(Decisions.failover());
        deployment.write(move);

        DnsChange verified = deployment.awaitChange(move, Status.VERIFIED);
        assertThat(verified.after())
                .containsExactlyInAnyOrder(
                        "'Blue' 192.0.2.10 weight 0", "'green' 192.0.2.20 weight 100", "'old' 198.51.100.7 weight 0");
        assertThat(verified.nameServers()).containsExactly("127.0.0.1");
        assertThat(aws.sets(name(), RRType.A))
                .containsExactlyInAnyOrder(given(
                        blue.toBuilder().weight(0L).build(),
                        green.toBuilder().weight(100L).build(),
                        old));
    }

    @Test
    @DisplayName("scenario 24: a planned move goes by shares of the answers, which name servers really give")
    void movesByStepsOfTheWeights() throws Exception {
        aws.change(
                Aws.create(weighted("Blue", 100, "192.0.2.10", null)),
                Aws.create(weighted("green", 0, "192.0.2.20", null)));
        deployment.start(vertx, aws, Map.of());
        carriedOut(weighted(Decisions.claim().adopting()), "primary", null, 100, 0);
        assertThat(answers()).as("before").containsExactly("192.0.2.10");

        carriedOut(weighted(Decisions.failover().step(10).id("search-2", 2)), "primary", 10, 90, 10);
        DnsChange half = carriedOut(weighted(Decisions.failover().step(50).id("search-3", 3)), "primary", 50, 50, 50);
        assertThat(half.reason()).endsWith("answer with primary, or secondary (50 % of the answers)");
        assertThat(answers()).as("half way").containsExactlyInAnyOrder("192.0.2.10", "192.0.2.20");
        assertThat(fence()).endsWith(" target=primary shift=secondary:50\"");
        Decision learnt = weighted(Decisions.claim().id("search-7", 7));
        carriedOut(learnt, "primary", 50, 50, 50);

        carriedOut(weighted(Decisions.failover().step(100).id("search-8", 8)), "secondary", null, 0, 100);
        assertThat(answers()).as("in the end").containsExactly("192.0.2.20");
        assertThat(fence()).endsWith(" target=secondary\"");
    }

    /** Writes a decision, waits until it is verified, and looks what the zone holds. */
    private DnsChange carriedOut(Decision decision, String holder, @Nullable Integer share, long blue, long green)
            throws Exception {
        deployment.write(decision);
        DnsChange verified = deployment.awaitChange(decision, Status.VERIFIED);
        assertThat(verified.endpoint()).isEqualTo(holder);
        assertThat(verified.part()).isEqualTo(share == null ? null : new DnsChange.Part("secondary", share));
        assertThat(aws.sets(name(), RRType.A))
                .extracting(ResourceRecordSet::weight)
                .containsExactly(blue, green);
        return verified;
    }

    /** What a name server answers, asked often enough to see each of two equal halves. */
    private Set<String> answers() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            seen.addAll(new NameServer(aws.dns()).answer(name(), Type.A));
        }
        return seen;
    }

    private String fence() {
        return aws.values("_failover." + name(), RRType.TXT).get(0);
    }

    @Test
    @DisplayName(
            "scenarios 37, 41 and 46: a step loses against an edit after it was read, a rival and whoever was later")
    void stepsLoseWhereTheyMust() {
        ResourceRecordSet blue = weighted("Blue", 90, "192.0.2.10", null);
        ResourceRecordSet green = weighted("green", 0, "192.0.2.20", null);
        aws.change(Aws.create(blue), Aws.create(green));
        provider.apply(List.of(plan(weighted(Decisions.claim().adopting()))));
        Plan step = plan(weighted(Decisions.failover().step(10)));
        ResourceRecordSet edited = blue.toBuilder().weight(80L).build();
        aws.change(Aws.delete(blue), Aws.create(edited));
        assertConflict(step);
        assertThat(aws.sets(name(), RRType.A))
                .as("which keeps its weight by the step")
                .contains(edited);
        aws.change(Aws.delete(edited), Aws.create(blue));

        Plan rival = plan(weighted(Decisions.failover().step(25).id("zombie-2", 2)));
        provider.apply(List.of(step));
        assertConflict(rival);
        assertConflict(step);
        assertThat(refusal(weighted(Decisions.failover().step(25).id("zombie-2", 2))))
                .contains("has a rival");

        Plan next = plan(weighted(Decisions.failover().step(25).id("search-3", 3)));
        provider.apply(List.of(plan(weighted(Decisions.failover().to("primary").id("search-4", 4)))));
        assertConflict(next);
        assertThat(refusal(weighted(Decisions.failover().step(25).id("search-3", 3))))
                .contains("is stale");
        assertThat(aws.sets(name(), RRType.A))
                .extracting(ResourceRecordSet::weight)
                .containsExactly(100L, 0L);
    }

    @Test
    @DisplayName("scenario 53: failover sets swap their roles in one batch, and each keeps its health check")
    void movesFailoverSets() throws Exception {
        ResourceRecordSet first = role("primary", true, aws.healthCheck(), "192.0.2.10");
        ResourceRecordSet second = role("secondary", false, aws.healthCheck(), "192.0.2.20", "192.0.2.21");
        aws.change(Aws.create(first), Aws.create(second));
        deployment.start(vertx, aws, Map.of());
        Target two = Target.of("192.0.2.20", "192.0.2.21");
        Decision claim = roles(Decisions.claim().adopting().with(PRIMARY, two));
        deployment.write(claim);
        deployment.awaitChange(claim, Status.VERIFIED);
        int calls = aws.calls("ChangeResourceRecordSets");

        Decision move = roles(Decisions.failover().with(PRIMARY, two));
        deployment.write(move);

        assertThat(deployment.awaitChange(move, Status.VERIFIED).endpoint()).isEqualTo("secondary");
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(calls + 1);
        assertThat(aws.sets(name(), RRType.A))
                .containsExactlyInAnyOrder(given(
                        first.toBuilder()
                                .failover(ResourceRecordSetFailover.SECONDARY)
                                .build(),
                        second.toBuilder()
                                .failover(ResourceRecordSetFailover.PRIMARY)
                                .build()));
    }

    @Test
    @DisplayName("scenario 57: a health check that makes Route 53 answer the other set is named, and not verified")
    void tellsOfAHealthCheckThatAnswersTheOther() throws Exception {
        String failing = aws.healthCheck();
        aws.change(
                Aws.create(role("primary", true, aws.healthCheck(), "192.0.2.10")),
                Aws.create(role("secondary", false, failing, "192.0.2.20")));
        deployment.start(vertx, aws, Map.of("CONFIRM_LIMIT", "2s"));
        Decision claim = roles(Decisions.claim().adopting());
        deployment.write(claim);
        deployment.awaitChange(claim, Status.VERIFIED);
        aws.healthy(failing, false);

        Decision move = roles(Decisions.failover());
        deployment.write(move);

        assertThat(deployment.awaitChange(move, Status.FAILED).reason())
                .contains("answers [192.0.2.10], not [192.0.2.20]; another set is answered while health check "
                        + failing + " of 'secondary' is unhealthy");
    }

    @Test
    @DisplayName("scenario 57: a set without a health check never becomes PRIMARY, and Route 53 is not asked")
    void refusesAnUncheckedPrimary() throws Exception {
        aws.change(
                Aws.create(role("primary", true, aws.healthCheck(), "192.0.2.10")),
                Aws.create(role("secondary", false, null, "192.0.2.20")));
        deployment.start(vertx, aws, Map.of());
        Decision claim = roles(Decisions.claim().adopting());
        deployment.write(claim);
        deployment.awaitChange(claim, Status.VERIFIED);
        int calls = aws.calls("ChangeResourceRecordSets");

        Decision move = roles(Decisions.failover());
        deployment.write(move);

        assertThat(deployment.awaitChange(move, Status.REFUSED).reason())
                .startsWith("the set 'secondary' 192.0.2.20 SECONDARY cannot become PRIMARY: it has no health check");
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(calls);
    }

    @Test
    @DisplayName("scenario 53: failover aliases of load balancers are created, found with dualstack, and moved")
    void movesAliasesOfLoadBalancers() throws Exception {
        Target first = alias("lb-1.eu-west-1.elb.amazonaws.com");
        Target second = alias("lb-2.eu-west-1.elb.amazonaws.com");
        deployment.start(vertx, aws, Map.of());
        Decision claim = roles(Decisions.claim().with(first, second));
        deployment.write(claim);
        deployment.awaitChange(claim, Status.VERIFIED);
        ResourceRecordSet asOurs = aws.sets(name(), RRType.A).get(1);
        assertThat(asOurs.aliasTarget().dnsName()).isEqualTo("lb-2.eu-west-1.elb.amazonaws.com.");
        aws.change(
                Aws.delete(asOurs),
                Aws.create(asOurs.toBuilder()
                        .aliasTarget(asOurs.aliasTarget().toBuilder()
                                .dnsName("DualStack.LB-2.eu-west-1.elb.amazonaws.com")
                                .build())
                        .build()));

        Decision move = roles(Decisions.failover().with(first, second));
        deployment.write(move);

        deployment.awaitChange(move, Status.VERIFIED);
        assertThat(aws.sets(name(), RRType.A))
                .filteredOn(set -> set.failover() == ResourceRecordSetFailover.PRIMARY)
                .singleElement()
                .satisfies(set -> {
                    assertThat(set.setIdentifier()).isEqualTo("secondary");
                    assertThat(set.aliasTarget().dnsName()).isEqualTo("dualstack.lb-2.eu-west-1.elb.amazonaws.com.");
                    assertThat(set.aliasTarget().evaluateTargetHealth()).isTrue();
                    assertThat(set.ttl()).isNull();
                });
    }

    /** Two targets of one kind, as Route 53's console writes the first. */
    private record Kind(String word, String written, Target first, Target second) {}

    @Test
    @DisplayName("scenario 53: aliases of load balancers, CloudFront, S3 websites and records of the zone are moved")
    void movesAliasesOfEveryKind() throws Exception {
        aws.put("blue.example.com", RRType.A, "192.0.2.10");
        aws.put("green.example.com", RRType.A, "192.0.2.20");
        List<Kind> kinds = List.of(
                new Kind(
                        "elb",
                        "DualStack.LB-1.eu-west-1.elb.amazonaws.com",
                        alias("dualstack.lb-1.eu-west-1.elb.amazonaws.com"),
                        new Target(
                                List.of(),
                                new Target.Alias("Z35SXDOTRQ7X7K", "lb-2.us-east-1.elb.amazonaws.com", true))),
                new Kind(
                        "cloudfront",
                        "D111111abcdef8.cloudfront.net",
                        cloudFront("d111111abcdef8.cloudfront.net"),
                        cloudFront("d222222abcdef8.cloudfront.net")),
                new Kind(
                        "s3",
                        "s3-website-eu-west-1.amazonaws.com",
                        new Target(
                                List.of(),
                                new Target.Alias("Z1BKCTXD74EZPE", "s3-website-eu-west-1.amazonaws.com", true)),
                        new Target(
                                List.of(),
                                new Target.Alias("Z3AQBSTGFJSTF", "s3-website-us-east-1.amazonaws.com", true))),
                new Kind(
                        "zone",
                        "blue.example.com",
                        new Target(List.of(), new Target.Alias(aws.zone, "blue.example.com", false)),
                        new Target(List.of(), new Target.Alias(aws.zone, "green.example.com", false))));
        deployment.start(vertx, aws, Map.of());
        for (Kind kind : kinds) {
            moves(kind);
        }
        assertThat(new NameServer(aws.dns()).answer("zone.example.com", Type.A)).containsExactly("192.0.2.20");
    }

    private void moves(Kind kind) throws Exception {
        String name = kind.word() + ".example.com";
        Target.Alias first = kind.first().aliasTarget().orElseThrow();
        Target.Alias second = kind.second().aliasTarget().orElseThrow();
        aws.put(ResourceRecordSet.builder()
                .name(name)
                .type(RRType.A)
                .aliasTarget(alias -> alias.hostedZoneId(first.zone())
                        .dnsName(kind.written())
                        .evaluateTargetHealth(first.evaluateTargetHealth()))
                .build());
        Decision claim = aliased(Decisions.claim().adopting(), kind);
        deployment.write(claim);
        deployment.awaitChange(claim, Status.VERIFIED);
        Decision move = aliased(Decisions.failover(), kind);
        assertThat(plan(move).toString())
                .startsWith(name + " A: alias " + first.name() + " => alias " + second.name() + "; _failover." + name);

        deployment.write(move);

        DnsChange verified = deployment.awaitChange(move, Status.VERIFIED);
        assertThat(verified.before()).containsExactly("alias " + first.name());
        assertThat(verified.after()).containsExactly("alias " + second.name());
        assertThat(aws.sets(name, RRType.A)).singleElement().satisfies(set -> {
            assertThat(set.aliasTarget().hostedZoneId()).isEqualTo(second.zone());
            assertThat(set.aliasTarget().dnsName()).isEqualTo(second.name() + ".");
            assertThat(set.aliasTarget().evaluateTargetHealth()).isEqualTo(second.evaluateTargetHealth());
            assertThat(set.ttl()).isNull();
        });
    }

    private Decision aliased(Decisions decision, Kind kind) {
        return decision.ofService(service + "-" + kind.word())
                .with(kind.first(), kind.second())
                .record(Decisions.record(aws.zone, kind.word() + ".example.com", Routing.SIMPLE))
                .decidedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private static Target cloudFront(String name) {
        return new Target(List.of(), new Target.Alias("Z2FDTNDATAQYW2", name, false));
    }

    @Test
    @DisplayName("scenario 53: a wildcard with aliases of names that need escapes is found and moved")
    void movesAWildcardWithEscapedTargets() {
        String space = "a\\040b.example.com";
        aws.put("*.blue.example.com", RRType.A, "192.0.2.10");
        aws.put(space, RRType.A, "192.0.2.20");
        Target first = new Target(List.of(), new Target.Alias(aws.zone, "*.blue.example.com", false));
        Target second = new Target(List.of(), new Target.Alias(aws.zone, space, false));
        Decisions claim = Decisions.claim().with(first, second);
        Decisions there = Decisions.failover().with(first, second);
        Decisions back = Decisions.failover().id("search-3", 3).to("primary").with(first, second);

        for (Decisions each : List.of(claim, there, back)) {
            Decision decision = each.record(Decisions.record(aws.zone, "*.example.com", Routing.WEIGHTED))
                    .build();
            provider.apply(List.of(plan(decision)));
        }

        assertThat(aws.sets("\\052.example.com", RRType.A))
                .extracting(set -> set.aliasTarget().dnsName() + " " + set.weight())
                .containsExactly("\\052.blue.example.com. 100", "a\\040b.example.com. 0");
    }

    @Test
    @DisplayName("scenario 46: a human's edit of a weight or a role between reading and writing refuses the batch")
    void refusesAnEditBetweenReadingAndWriting() {
        ResourceRecordSet blue = weighted("Blue", 100, "192.0.2.10", null);
        ResourceRecordSet green = weighted("green", 0, "192.0.2.20", null);
        aws.change(Aws.create(blue), Aws.create(green));
        provider.apply(List.of(plan(weighted(Decisions.claim().adopting()))));
        Plan move = plan(weighted(Decisions.failover()));
        ResourceRecordSet edited = green.toBuilder().weight(1L).build();
        aws.change(Aws.delete(green), Aws.create(edited));

        assertConflict(move);

        assertThat(aws.sets(name(), RRType.A)).containsExactlyInAnyOrder(given(blue, edited));
        assertThat(refusal(weighted(Decisions.failover())))
                .startsWith("HUMAN_EDIT: " + name() + " has 2 sets with a weight above 0");
    }

    @Test
    @DisplayName("scenario 47: a set that was deleted between reading and writing refuses the batch")
    void refusesADeletedSet() {
        ResourceRecordSet first = role("primary", true, aws.healthCheck(), "192.0.2.10");
        ResourceRecordSet second = role("secondary", false, aws.healthCheck(), "192.0.2.20");
        aws.change(Aws.create(first), Aws.create(second));
        provider.apply(List.of(plan(roles(Decisions.claim().adopting()))));
        Plan move = plan(roles(Decisions.failover()));
        aws.change(Aws.delete(second));

        assertConflict(move);

        assertThat(aws.sets(name(), RRType.A)).containsExactly(given(first));
        assertThat(refusal(roles(Decisions.failover()))).contains("has no failover set 'secondary' for secondary");
    }

    @Test
    @DisplayName("scenario 47: a record that somebody made weighted, latency or another type is refused as it is")
    void refusesWhatItBecame() {
        aws.put(name(), RRType.A, "192.0.2.10");
        Decision move = simple(Decisions.failover());
        provider.apply(List.of(plan(simple(Decisions.claim().adopting()))));
        ResourceRecordSet was = aws.set(name(), RRType.A).orElseThrow();

        aws.change(Aws.delete(was), Aws.create(weighted("Blue", 1, "192.0.2.10", null)));
        assertThat(refusal(move))
                .contains("is not simple, as record.routing says, but weighted: found 'Blue' 192.0.2.10 weight 1");

        ResourceRecordSet.Builder eu = was.toBuilder().setIdentifier("eu");
        ResourceRecordSet latency =
                eu.copy().region(ResourceRecordSetRegion.EU_WEST_1).build();
        aws.change(Aws.delete(weighted("Blue", 1, "192.0.2.10", null)), Aws.create(latency));
        assertThat(refusal(move)).contains("found the latency set 'eu': make it simple, weighted or failover");

        ResourceRecordSet multivalue = eu.copy().multiValueAnswer(true).build();
        aws.change(Aws.delete(latency), Aws.create(multivalue));
        assertThat(refusal(move)).contains("found the multivalue set 'eu': make it simple, weighted or failover");

        ResourceRecordSet geolocation =
                eu.copy().geoLocation(place -> place.continentCode("EU")).build();
        aws.change(Aws.delete(multivalue), Aws.create(geolocation));
        assertThat(refusal(move)).contains("found the geolocation set 'eu': make it simple, weighted or failover");

        ResourceRecordSet cname = ResourceRecordSet.builder()
                .name(name())
                .type(RRType.CNAME)
                .ttl(60L)
                .resourceRecords(record("b.example.net"))
                .build();
        aws.change(Aws.delete(geolocation), Aws.create(cname));
        assertThat(refusal(move)).contains("found a record of type CNAME: delete it, or correct record.type");

        aws.change(Aws.delete(cname));
        assertThat(refusal(move)).contains("was deleted by somebody else; its fence is still there");
    }

    @Test
    @DisplayName("scenarios 37 and 41: a rival, a delayed and a replayed writer of weighted or failover sets lose")
    void rivalDelayedAndReplayedWritersLose() {
        aws.change(
                Aws.create(weighted("Blue", 100, "192.0.2.10", null)),
                Aws.create(weighted("green", 0, "192.0.2.20", null)));
        loseAll(
                weighted(Decisions.claim().adopting()),
                weighted(Decisions.failover()),
                weighted(Decisions.failover().id("zombie-2", 2)),
                weighted(Decisions.failover().id("search-3", 3).to("primary")));
        aws.sets(name(), RRType.A).forEach(set -> aws.change(Aws.delete(set)));
        aws.set("_failover." + name(), RRType.TXT).ifPresent(fence -> aws.change(Aws.delete(fence)));

        aws.change(
                Aws.create(role("primary", true, aws.healthCheck(), "192.0.2.10")),
                Aws.create(role("secondary", false, aws.healthCheck(), "192.0.2.20")));
        loseAll(
                roles(Decisions.claim().adopting()),
                roles(Decisions.failover()),
                roles(Decisions.failover().id("zombie-2", 2)),
                roles(Decisions.failover().id("search-3", 3).to("primary")));
    }

    private void loseAll(Decision claim, Decision first, Decision rival, Decision later) {
        provider.apply(List.of(plan(claim)));
        Plan mine = plan(first);
        Plan rivals = plan(rival);
        provider.apply(List.of(mine));
        List<ResourceRecordSet> moved = aws.sets(name(), RRType.A);
        assertConflict(rivals);
        assertConflict(mine);
        assertThat(planner.plan(first, provider.find(first.record())))
                .as("a replay")
                .isInstanceOf(Planned.Done.class);
        assertThat(refusal(rival)).contains("has a rival");
        assertThat(aws.sets(name(), RRType.A)).isEqualTo(moved);

        provider.apply(List.of(plan(later)));
        List<ResourceRecordSet> back = aws.sets(name(), RRType.A);
        assertConflict(mine);
        assertThat(refusal(first)).contains("is stale");
        assertThat(aws.sets(name(), RRType.A)).isEqualTo(back);
    }

    @Test
    @DisplayName("scenario 54: of two zones with one name the one with the id is changed")
    void changesTheZoneWithTheId() {
        String hidden = aws.privateZone();
        aws.put(name(), RRType.A, "192.0.2.10");
        aws.change(hidden, Aws.create(aws.set(name(), RRType.A).orElseThrow()));

        provider.apply(List.of(plan(ours(Decisions.failover().adopting(), hidden, Routing.SIMPLE))));

        assertThat(aws.values(name(), RRType.A)).containsExactly("192.0.2.10");
        assertThat(aws.sets(hidden, name(), RRType.A))
                .singleElement()
                .extracting(set -> set.resourceRecords().get(0).value())
                .isEqualTo("192.0.2.20");
    }

    @Test
    @DisplayName(
            "scenario 60: weights that somebody else moved are told of by name, and put back where the policy says")
    void putsBackWhatOthersChanged() throws Exception {
        ResourceRecordSet blue = weighted("Blue", 100, "192.0.2.10", null);
        ResourceRecordSet green = weighted("green", 0, "192.0.2.20", null);
        aws.change(Aws.create(blue), Aws.create(green));
        deployment.start(vertx, aws, Map.of("DRIFT_INTERVAL", "1s"));
        Decision claim = weighted(Decisions.claim().adopting());
        deployment.write(claim);
        deployment.awaitChange(claim, Status.VERIFIED);
        ServiceSpec spec = Specs.spec(service, claim.record(), Policy.Drift.REASSERT, "Blue", "green");
        deployment.write(spec);
        ResourceRecordSet edited = green.toBuilder().weight(50L).build();

        aws.change(Aws.delete(green), Aws.create(edited));

        DnsChange drifted = deployment.awaitChange(claim, Status.DRIFTED);
        assertThat(drifted.before()).containsExactly("192.0.2.10");
        assertThat(drifted.after()).containsExactly("'Blue' 192.0.2.10 weight 100", "'green' 192.0.2.20 weight 50");
        assertThat(drifted.reason())
                .startsWith("HUMAN_EDIT: " + name() + " has 2 sets with a weight above 0")
                .endsWith("; it is put back, time 1 of 3");
        deployment.awaitChange(change -> change.decisionId().equals(claim.id())
                && change.status() == Status.VERIFIED
                && change.at().isAfter(drifted.at()));
        assertThat(aws.sets(name(), RRType.A)).containsExactlyInAnyOrder(given(blue, green));
        deployment.remove(service);
    }

    private void assertConflict(Plan plan) {
        assertThatExceptionOfType(DnsProviderException.class)
                .isThrownBy(() -> provider.apply(List.of(plan)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(DnsProviderException.Kind.CONFLICT));
    }

    private String refusal(Decision decision) {
        Planned planned = planner.plan(decision, provider.find(decision.record()));
        assertThat(planned).isInstanceOf(Planned.Refused.class);
        return ((Planned.Refused) planned).reason();
    }

    private Plan plan(Decision decision) {
        Planned planned = planner.plan(decision, provider.find(decision.record()));
        assertThat(planned).isInstanceOf(Planned.Change.class);
        return ((Planned.Change) planned).plan();
    }

    private Decision weighted(Decisions decision) {
        return ours(decision.with(PRIMARY.inSet("Blue"), SECONDARY.inSet("green")), aws.zone, Routing.WEIGHTED);
    }

    private Decision roles(Decisions decision) {
        return ours(decision, aws.zone, Routing.FAILOVER);
    }

    private Decision simple(Decisions decision) {
        return ours(decision, aws.zone, Routing.SIMPLE);
    }

    private Decision ours(Decisions decision, String zone, Routing routing) {
        return decision.ofService(service)
                .record(Decisions.record(zone, name(), routing))
                .decidedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private String name() {
        return service + ".example.com";
    }

    private static Target alias(String name) {
        return new Target(List.of(), new Target.Alias(ELB_ZONE, name, true));
    }

    private ResourceRecordSet weighted(String identifier, long weight, String value, @Nullable String check) {
        return set(value)
                .setIdentifier(identifier)
                .weight(weight)
                .healthCheckId(check)
                .build();
    }

    private ResourceRecordSet role(String identifier, boolean primary, @Nullable String check, String... values) {
        return set(values)
                .setIdentifier(identifier)
                .failover(primary ? ResourceRecordSetFailover.PRIMARY : ResourceRecordSetFailover.SECONDARY)
                .healthCheckId(check)
                .build();
    }

    private ResourceRecordSet.Builder set(String... values) {
        return ResourceRecordSet.builder()
                .name(name() + ".")
                .type(RRType.A)
                .ttl(60L)
                .resourceRecords(List.of(values).stream().map(RecordsIT::record).toList());
    }

    private static ResourceRecord record(String value) {
        return ResourceRecord.builder().value(value).build();
    }

    private static ResourceRecordSet[] given(ResourceRecordSet... sets) {
        return sets;
    }
}
