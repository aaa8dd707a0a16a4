package dev.failover.dns.route53;

import static dev.failover.dns.Decisions.PRIMARY;
import static dev.failover.dns.Decisions.SECONDARY;
import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.failover.dns.Aws;
import dev.failover.dns.Decisions;
import dev.failover.dns.DnsProvider.Progress;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The provider with the AWS SDK over the wire. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Route53ProviderIT {

    private static final String NAME = "es.example.com";
    private static final String FENCE = "_failover.es.example.com";
    private static final String LB_ZONE = "Z32O12XQLNTSW2";

    private final Aws aws = new Aws();
    private final Route53Provider provider = aws.provider();
    private final Planner planner = new Planner("ops");

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    @Test
    void claimsANameThatNobodyHasAndMovesIt() {
        DnsRecord record = record(NAME, RecordType.A);
        assertThat(provider.find(record)).isEqualTo(Found.nothing());

        apply(claim().record(record).build());
        assertThat(aws.values(NAME, RRType.A)).containsExactly("192.0.2.10");
        assertThat(aws.values(FENCE, RRType.TXT))
                .containsExactly("\"v=failover1 owner=ops service=search epoch=1 decision=search-1 target=primary\"");

        apply(failover().record(record).build());
        assertThat(aws.values(NAME, RRType.A)).containsExactly("192.0.2.20");
        assertThat(aws.values(FENCE, RRType.TXT))
                .containsExactly("\"v=failover1 owner=ops service=search epoch=2 decision=search-2 target=secondary\"");
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 53: a record in another spelling is adopted as it is, and moved")
    void adoptsARecordAsItIs() {
        aws.put("ES.Example.com.", RRType.CNAME, "A.Example.NET.");
        Decisions adopting = claim().adopting()
                .record(record(NAME, RecordType.CNAME))
                .with(Target.of("a.example.net"), Target.of("b.example.net"));

        apply(adopting.build());

        ResourceRecordSet adopted = aws.set(NAME, RRType.CNAME).orElseThrow();
        assertThat(adopted.ttl()).isEqualTo(60);
        assertThat(aws.values(NAME, RRType.CNAME)).containsExactly("A.Example.NET.");

        apply(failover()
                .record(record(NAME, RecordType.CNAME))
                .with(Target.of("a.example.net"), Target.of("b.example.net"))
                .build());
        assertThat(aws.values(NAME, RRType.CNAME)).containsExactly("b.example.net");
        assertThat(aws.set(NAME, RRType.CNAME).orElseThrow().ttl()).isEqualTo(30);
    }

    @Test
    @DisplayName("scenario 53: an alias as the console writes it is adopted, moved to another, and to addresses")
    void movesAnAlias() {
        aws.put(ResourceRecordSet.builder()
                .name(NAME)
                .type(RRType.A)
                .aliasTarget(alias -> alias.hostedZoneId(LB_ZONE)
                        .dnsName("DualStack.lb-1.eu-west-1.elb.amazonaws.com")
                        .evaluateTargetHealth(true))
                .build());
        DnsRecord record = record(NAME, RecordType.A);
        Target first = alias("lb-1.eu-west-1.elb.amazonaws.com");
        Target second = alias("lb-2.eu-west-1.elb.amazonaws.com");
        apply(claim().adopting().record(record).with(first, second).build());
        assertThat(aws.set(NAME, RRType.A).orElseThrow().aliasTarget().evaluateTargetHealth())
                .isTrue();

        apply(failover().record(record).with(first, second).build());
        ResourceRecordSet moved = aws.set(NAME, RRType.A).orElseThrow();
        assertThat(moved.aliasTarget().dnsName()).isEqualTo("lb-2.eu-west-1.elb.amazonaws.com.");
        assertThat(moved.ttl()).isNull();

        apply(failover()
                .id("search-3", 3)
                .record(record)
                .with(SECONDARY, second)
                .to("primary")
                .build());
        assertThat(aws.values(NAME, RRType.A)).containsExactly("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 53: a wildcard comes back as octal and is found and moved")
    void findsAWildcard() {
        DnsRecord record = record("*.example.com", RecordType.A);
        apply(claim().record(record).build());

        assertThat(aws.values("\\052.example.com", RRType.A)).containsExactly("192.0.2.10");
        assertThat(provider.find(record).record()).isPresent();
        apply(failover().record(record).build());
        assertThat(aws.values("\\052.example.com", RRType.A)).containsExactly("192.0.2.20");
        assertThat(aws.set("_failover.wildcard.example.com", RRType.TXT)).isPresent();
    }

    @Test
    @DisplayName("scenario 47: only the record of this very name and type is taken for it")
    void takesNoNeighbourForTheRecord() {
        aws.put("es-1.example.com", RRType.A, "192.0.2.1");
        aws.put("est.example.com", RRType.A, "192.0.2.1");
        aws.put("a.es.example.com", RRType.A, "192.0.2.1");
        aws.put(NAME, RRType.MX, "10 mail.example.com");

        assertThat(provider.find(record(NAME, RecordType.A))).isEqualTo(Found.nothing());
    }

    @Test
    @DisplayName("scenario 46: a human's edit between reading and writing refuses the whole batch")
    void refusesAnEditBetweenReadingAndWriting() {
        DnsRecord record = record(NAME, RecordType.A);
        apply(claim().record(record).build());
        Plan plan = plan(failover().record(record).build());
        aws.put(NAME, RRType.A, "198.51.100.7");

        DnsProviderException e = failure(() -> provider.apply(List.of(plan)));

        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(e).hasMessageContaining("the values provided do not match the current values");
        assertThat(aws.values(NAME, RRType.A)).containsExactly("198.51.100.7");
        assertThat(aws.values(FENCE, RRType.TXT).get(0)).contains("epoch=1");
    }

    @Test
    @DisplayName("scenario 47: a record that was created meanwhile is not overwritten by a claim")
    void refusesToOverwriteWhatWasCreatedMeanwhile() {
        Plan plan = plan(claim().record(record(NAME, RecordType.A)).build());
        aws.put(NAME, RRType.A, "198.51.100.7");

        DnsProviderException e = failure(() -> provider.apply(List.of(plan)));

        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(e).hasMessageContaining("already exists");
        assertThat(aws.set(FENCE, RRType.TXT)).isEmpty();
    }

    @Test
    @DisplayName("scenario 49: an answer lost after the change was made: sent once, uncertain, and told by the fence")
    void sendsOnceAndReadsTheFence() {
        DnsRecord record = record(NAME, RecordType.A);
        apply(claim().record(record).build());
        Decision decision = failover().record(record).build();
        Plan plan = plan(decision);
        aws.fault("ChangeResourceRecordSets", "lose-answer", 1);

        assertThat(failure(() -> provider.apply(List.of(plan))).kind()).isEqualTo(Kind.UNCERTAIN);

        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(2);
        assertThat(planner.plan(decision, provider.find(record))).isInstanceOf(Planned.Done.class);
    }

    @ParameterizedTest
    @DisplayName("scenarios 44, 45, 49, 55: each fault is told by what is known of the outcome, and repeated by nobody")
    @CsvSource({
        "throttle, BUSY, Throttling",
        "prior-request, BUSY, PriorRequestNotComplete",
        "access-denied, DENIED, AccessDenied",
        "error-500, UNCERTAIN, InternalFailure",
        "reset, UNCERTAIN, no answer",
    })
    void sortsFaults(String fault, Kind kind, String said) {
        Plan plan = plan(claim().record(record(NAME, RecordType.A)).build());
        aws.fault("ChangeResourceRecordSets", fault, 1);

        DnsProviderException e = failure(() -> provider.apply(List.of(plan)));

        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageContaining(said);
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(1);
        assertThat(aws.set(NAME, RRType.A)).isEmpty();
    }

    @Test
    @DisplayName("scenario 49: a call that hangs is given up within seconds")
    void givesUpACallThatHangs() {
        aws.fault("ListResourceRecordSets", "delay", 1, Duration.ofSeconds(50));

        assertThat(failure(() -> provider.find(record(NAME, RecordType.A))).kind())
                .isEqualTo(Kind.UNCERTAIN);
    }

    @Test
    void refusesAZoneThatIsNotThere() {
        DnsRecord elsewhere = new DnsRecord("Z0NOWHERE", NAME, RecordType.A, Duration.ofSeconds(30));

        DnsProviderException e = failure(() -> provider.find(elsewhere));

        assertThat(e.kind()).isEqualTo(Kind.DENIED);
        assertThat(e).hasMessageContaining("NoSuchHostedZone");
    }

    @Test
    void tellsHowFarAChangeIs() {
        aws.insyncDelay(Duration.ofHours(1));
        String id = provider.apply(
                List.of(plan(claim().record(record(NAME, RecordType.A)).build())));
        assertThat(provider.progress(record(NAME, RecordType.A), id)).isEqualTo(Progress.PENDING);
        assertThat(provider.find(record(NAME, RecordType.A)).record())
                .as("what is pending is read already")
                .isPresent();

        aws.insyncDelay(Duration.ZERO);
        assertThat(provider.progress(record(NAME, RecordType.A), id)).isEqualTo(Progress.INSYNC);
    }

    @Test
    @DisplayName("scenario 52: a change that Route 53 does not know is told from one that cannot be asked for")
    void tellsAForgottenChange() {
        assertThat(provider.progress(record(NAME, RecordType.A), "/change/C0NOTHING"))
                .isEqualTo(Progress.UNKNOWN);

        aws.fault("GetChange", "access-denied", 1);
        DnsProviderException e = failure(() -> provider.progress(record(NAME, RecordType.A), "/change/C0NOTHING"));
        assertThat(e.kind()).isEqualTo(Kind.DENIED);
        assertThat(e).hasMessageContaining("GetChange").hasMessageContaining("docs/iam.md");
    }

    @Test
    @DisplayName(
            "scenario 28: a few records are read by their names, many by pages of the zone, whichever takes fewer calls")
    void readsInAsFewCallsAsItTakes() {
        for (int i = 0; i < 20; i++) {
            apply(claim().of("s" + i).record(numbered(i)).build());
        }
        aws.put("other.example.com", RRType.A, "192.0.2.1");
        int before = aws.calls("ListResourceRecordSets");

        assertThat(provider.findAll(List.of(numbered(0), numbered(1)))).hasSize(2);
        assertThat(aws.calls("ListResourceRecordSets")).isEqualTo(before + 4);

        List<Found> many =
                provider.findAll(IntStream.range(0, 21).mapToObj(this::numbered).toList());
        assertThat(aws.calls("ListResourceRecordSets")).as("one page").isEqualTo(before + 5);
        assertThat(many).hasSize(21);
        for (int i = 0; i < 20; i++) {
            assertThat(many.get(i)).isEqualTo(provider.find(numbered(i)));
        }
        assertThat(many.get(20)).isEqualTo(Found.nothing());
    }

    @Test
    @DisplayName("scenario 28: 500 moves are as few batches as Route 53 takes, and each of them is taken")
    void fillsBatchesUpToTheLimits() {
        List<Plan> claims = IntStream.range(0, 500)
                .mapToObj(i -> plan(claim().of("s" + i).record(numbered(i)).build(), Found.nothing()))
                .toList();
        assertThat(provider.batches(claims)).hasSize(2);
        provider.batches(claims).forEach(provider::apply);
        List<DnsRecord> records =
                IntStream.range(0, 500).mapToObj(this::numbered).toList();
        List<Found> found = provider.findAll(records);

        List<List<Plan>> moves = provider.batches(IntStream.range(0, 500)
                .mapToObj(i -> plan(failover().of("s" + i).record(numbered(i)).build(), found.get(i)))
                .toList());

        assertThat(moves).hasSize(3);
        moves.forEach(provider::apply);
        assertThat(provider.findAll(records))
                .allSatisfy(
                        each -> assertThat(each.record().orElseThrow().target()).isEqualTo(SECONDARY));
        assertThat(aws.calls("ChangeResourceRecordSets")).isEqualTo(5);
    }

    @Test
    @DisplayName("scenario 55: a fence that is replaced by itself is as it was, and another's is left alone")
    void rewritesAFence() {
        DnsRecord record = record(NAME, RecordType.A);
        apply(claim().record(record).build());
        Found before = provider.find(record);

        provider.rewrite(record, before.fence().orElseThrow());

        assertThat(provider.find(record)).isEqualTo(before);
        apply(failover().record(record).build());
        assertThat(failure(() -> provider.rewrite(record, before.fence().orElseThrow()))
                        .kind())
                .isEqualTo(Kind.CONFLICT);
        aws.fault("ChangeResourceRecordSets", "access-denied", 1);
        assertThat(failure(() -> provider.rewrite(
                                record, provider.find(record).fence().orElseThrow()))
                        .kind())
                .isEqualTo(Kind.DENIED);
    }

    private DnsRecord numbered(int i) {
        return record("s" + i + ".example.com", RecordType.A);
    }

    private Plan plan(Decision decision, Found found) {
        return ((Planned.Change) planner.plan(decision, found)).plan();
    }

    @Test
    void namesTheZonesNameServers() {
        assertThat(provider.nameServers(record(NAME, RecordType.A)))
                .hasSize(4)
                .allSatisfy(name -> assertThat(name).startsWith("ns-"));
    }

    @Test
    void aFenceLongerThanOneStringIsWrittenAndReadBack() {
        String service = "s".repeat(63);
        String owner = "o".repeat(63);
        Planner longNamed = new Planner(owner);
        Decision decision = claim().of(service)
                .id("d".repeat(80), 1)
                .record(record(NAME, RecordType.A))
                .with(PRIMARY, SECONDARY)
                .build();
        Planned.Change change = (Planned.Change) longNamed.plan(decision, provider.find(decision.record()));
        provider.apply(List.of(change.plan()));

        assertThat(aws.values(FENCE, RRType.TXT).get(0)).contains("\" \"");
        assertThat(longNamed.plan(decision, provider.find(decision.record()))).isInstanceOf(Planned.Done.class);
    }

    private void apply(Decision decision) {
        provider.apply(List.of(plan(decision)));
    }

    private Plan plan(Decision decision) {
        Planned planned = planner.plan(decision, provider.find(decision.record()));
        assertThat(planned).isInstanceOf(Planned.Change.class);
        return ((Planned.Change) planned).plan();
    }

    private DnsRecord record(String name, RecordType type) {
        return new DnsRecord(aws.zone, name, type, Duration.ofSeconds(30));
    }

    private static Target alias(String name) {
        return new Target(List.of(), new Target.Alias(LB_ZONE, name, false));
    }

    private static DnsProviderException failure(ThrowingCallable call) {
        DnsProviderException e = catchThrowableOfType(DnsProviderException.class, call);
        assertThat(e).as("it should have failed").isNotNull();
        return e;
    }
}
