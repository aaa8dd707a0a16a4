package dev.failover.dns.plan;

import static dev.failover.dns.Decisions.PRIMARY;
import static dev.failover.dns.Decisions.SECONDARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.Decisions;
import dev.failover.dns.Specs;
import dev.failover.dns.plan.RecordSet.Role;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.Routing;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of drift, row by row. */
@DisplayName("scenario 60: what others changed")
class DriftsTest {

    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Target STRANGER = Target.of("198.51.100.7");

    private final Drifts drifts = new Drifts("ops");
    private final ServiceSpec simple = Specs.spec("search", Routing.SIMPLE, Policy.Drift.HOLD);
    private final ServiceSpec weighted = Specs.spec("search", Routing.WEIGHTED, Policy.Drift.HOLD);

    @Test
    void aRecordAsItsFenceSaysHasNotDrifted() {
        assertThat(judge(simple, found(fence("secondary"), simple(SECONDARY)))).isEmpty();
    }

    @Test
    void aRecordWithoutAFenceOfOursIsNobodysDrift() {
        Found bare = new Found(
                Optional.of(new RecordSnapshot(List.of(simple(STRANGER)))), Optional.empty(), Optional.empty());
        assertThat(judge(simple, bare)).isEmpty();
        Fence theirs = new Fence("dev", "search", 2, "search-2", "primary");
        assertThat(judge(simple, found(theirs, simple(STRANGER)))).isEmpty();
        Fence others = new Fence("ops", "mail", 2, "mail-2", "primary");
        assertThat(judge(simple, found(others, simple(STRANGER)))).isEmpty();
        assertThat(judge(simple, found(fence("third"), simple(STRANGER)))).isEmpty();
    }

    @Test
    void aNameThatHealthChecksSteerHasNotDrifted() {
        DnsRecord steered = new DnsRecord(
                Decisions.ZONE,
                "es.example.com",
                DnsRecord.RecordType.A,
                Duration.ofSeconds(30),
                DnsRecord.Provider.STEERING,
                Routing.SIMPLE);
        ServiceSpec spec = Specs.spec("search", steered, Policy.Drift.HOLD, null, null);
        assertThat(judge(spec, found(fence("primary"), simple(SECONDARY)))).isEmpty();
    }

    @Test
    void anotherEndpointIsNamedAndCouldBePutBack() {
        Found found = found(fence("primary"), simple(SECONDARY));

        Drifted drifted = judge(simple, found).orElseThrow();

        assertThat(drifted.holder()).contains("secondary");
        assertThat(drifted.what())
                .isEqualTo("es.example.com has secondary: found [192.0.2.20]; search-2 (epoch 2) gave it to primary,"
                        + " 192.0.2.10");
        Plan back = drifted.back().orElseThrow();
        assertThat(back.deleted()).containsExactly(simple(SECONDARY));
        assertThat(back.created())
                .containsExactly(new RecordSet(PRIMARY, Duration.ofSeconds(30), RecordSet.SIMPLE, null));
        assertThat(back.fenceBefore()).contains(back.fenceAfter()).isEqualTo(found.fence());
    }

    @Test
    void aValueOfNobodyIsNamedAndCouldBePutBack() {
        Drifted drifted =
                judge(simple, found(fence("primary"), simple(STRANGER))).orElseThrow();

        assertThat(drifted.holder()).isEmpty();
        assertThat(drifted.what()).startsWith("HUMAN_EDIT: es.example.com holds [198.51.100.7]");
        assertThat(drifted.back()).isPresent();
    }

    @Test
    void whatIsDeletedOrOfAnotherKindIsNamedAndNotPutBack() {
        FenceSnapshot fence = FenceSnapshot.of(fence("primary"));
        Found deleted = new Found(Optional.empty(), Optional.of(fence), Optional.empty());
        assertThat(judge(simple, deleted))
                .hasValueSatisfying(drifted -> assertThat(drifted.what()).startsWith("es.example.com was deleted;"))
                .map(Drifted::back)
                .contains(Optional.empty());
        Found odd = new Found(Optional.empty(), Optional.of(fence), Optional.of("es.example.com is a CNAME"));
        assertThat(judge(simple, odd)).map(Drifted::back).contains(Optional.empty());
        assertThat(judge(simple, found(fence("primary"), weighted("primary", PRIMARY, 1))))
                .hasValueSatisfying(drifted -> assertThat(drifted.what()).contains("is not simple"))
                .map(Drifted::back)
                .contains(Optional.empty());
    }

    @Test
    void weightsThatWereMovedCouldBePutBackAndAnEditedSetCouldNot() {
        Drifted moved = judge(
                        weighted,
                        found(fence("primary"), weighted("primary", PRIMARY, 50), weighted("secondary", SECONDARY, 50)))
                .orElseThrow();
        assertThat(moved.back().orElseThrow().created())
                .containsExactly(weighted("primary", PRIMARY, 100), weighted("secondary", SECONDARY, 0));

        Drifted edited = judge(
                        weighted,
                        found(
                                fence("primary"),
                                weighted("primary", STRANGER, 100),
                                weighted("secondary", SECONDARY, 0)))
                .orElseThrow();
        assertThat(edited.back()).isEmpty();
    }

    @Test
    @DisplayName("scenario 60: in a gradual move the weights of its step are no drift, and others are put back to them")
    void theWeightsOfAStepArePutBack() {
        Fence step =
                new Fence("ops", "search", 2, "search-2", "primary", Optional.of(new DnsChange.Part("secondary", 25)));
        RecordSet a75 = weighted("primary", PRIMARY, 75);
        RecordSet b25 = weighted("secondary", SECONDARY, 25);
        assertThat(judge(weighted, found(step, a75, b25))).isEmpty();

        RecordSet b50 = weighted("secondary", SECONDARY, 50);
        Drifted edited = judge(weighted, found(step, a75, b50)).orElseThrow();
        assertThat(edited.what())
                .contains("has 2 sets with a weight above 0", "secondary was given 25 % of its answers");
        assertThat(edited.holder()).isEmpty();
        assertThat(edited.back().orElseThrow().deleted()).containsExactly(a75, b50);
        assertThat(edited.back().orElseThrow().created()).containsExactly(a75, b25);

        Found ended = found(step, weighted("primary", PRIMARY, 100), weighted("secondary", SECONDARY, 0));
        Drifted takenBack = judge(weighted, ended).orElseThrow();
        assertThat(takenBack.holder()).contains("primary");
        assertThat(takenBack.back().orElseThrow().created()).containsExactly(a75, b25);
    }

    private Optional<Drifted> judge(ServiceSpec spec, Found found) {
        return drifts.judge(spec, found, Decisions.NOON);
    }

    private static Fence fence(String target) {
        return new Fence("ops", "search", 2, "search-2", target);
    }

    private static Found found(Fence fence, RecordSet... sets) {
        return new Found(
                Optional.of(new RecordSnapshot(List.of(sets))), Optional.of(FenceSnapshot.of(fence)), Optional.empty());
    }

    private static RecordSet simple(Target target) {
        return new RecordSet(target, TTL, RecordSet.SIMPLE, null);
    }

    private static RecordSet weighted(String identifier, Target target, long weight) {
        return new RecordSet(target, TTL, new Role.Weighted(identifier, weight), null);
    }
}
