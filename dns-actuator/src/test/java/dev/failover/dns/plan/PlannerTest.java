package dev.failover.dns.plan;

import static dev.failover.dns.Decisions.PRIMARY;
import static dev.failover.dns.Decisions.SECONDARY;
import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static dev.failover.dns.Decisions.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.failover.event.Decision;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The planner's table, row by row. */
class PlannerTest {

    private static final Duration TTL = Duration.ofSeconds(60);
    private static final String ELB = "lb-1.eu-west-1.elb.amazonaws.com";

    private final Planner planner = new Planner("ops");

    @Test
    @DisplayName("scenario 47: what is not a simple record is refused with what was found")
    void refusesWhatIsNotOursToChange() {
        Found odd = new Found(Optional.empty(), Optional.empty(), Optional.of("es is weighted"));
        assertRefused(claim().build(), odd).isEqualTo("es is weighted");
        assertRefused(failover().adopting().build(), odd).isEqualTo("es is weighted");
    }

    @Test
    void refusesAFenceThatCannotBeRead() {
        Found found = found(PRIMARY, "v=spf1 -all");
        assertRefused(claim().build(), found)
                .isEqualTo("_failover.es.example.com holds 'v=spf1 -all', which is no fence");
        assertRefused(failover().adopting().build(), found).contains("which is no fence");
    }

    @Test
    @DisplayName("scenario 32: the fence of another owner or service is refused, adopting or not")
    void refusesAForeignFence() {
        Found foreign = found(PRIMARY, new Fence("dev", "search", 1, "search-1", "primary").text());
        assertRefused(claim().adopting().build(), foreign)
                .isEqualTo("_failover.es.example.com is the fence of owner dev, not of ops");
        assertRefused(failover().build(), foreign).contains("owner dev");
        assertRefused(failover().of("mail").build(), found(PRIMARY, fence(1, "search-1", "primary")))
                .isEqualTo("_failover.es.example.com is the fence of service search");
    }

    @Test
    void aClaimCreatesANameThatNobodyHasAtThePreferredEndpoint() {
        Plan plan = assertChange(claim().build(), Found.nothing());

        assertThat(plan.endpoint()).isEqualTo("primary");
        assertThat(plan.before()).isEmpty();
        assertThat(plan.after()).isEqualTo(new RecordSnapshot(PRIMARY, Duration.ofSeconds(30)));
        assertThat(plan.fenceBefore()).isEmpty();
        assertThat(plan.fenceAfter().fence()).contains(new Fence("ops", "search", 1, "search-1", "primary"));
    }

    @Test
    void aMoveCreatesNothing() {
        assertRefused(failover().adopting().build(), Found.nothing())
                .isEqualTo("es.example.com does not exist, and a move does not create it");
    }

    @Test
    @DisplayName("scenario 47: a record that was deleted under our fence is not created again")
    void refusesADeletedRecord() {
        Found deleted =
                new Found(Optional.empty(), Optional.of(snapshot(fence(1, "search-1", "primary"))), Optional.empty());
        assertRefused(claim().build(), deleted)
                .isEqualTo("es.example.com was deleted by somebody else; its fence is still there");
        assertRefused(failover().build(), deleted).contains("was deleted");
    }

    @Test
    @DisplayName("scenario 46: a value that no endpoint has is a human's edit, shown and left alone")
    void refusesAHumanEdit() {
        Found edited = found(Target.of("198.51.100.7"), fence(1, "search-1", "primary"));
        assertRefused(failover().build(), edited)
                .startsWith("HUMAN_EDIT: es.example.com holds [198.51.100.7]")
                .contains("primary", "192.0.2.10");
        assertRefused(claim().adopting().build(), found(Target.of("198.51.100.7")))
                .startsWith("HUMAN_EDIT");
    }

    @Test
    @DisplayName("scenario 46: a human's edit to a known endpoint is taken as it is, and fenced")
    void adoptsAHumanEditToAKnownEndpoint() {
        Found edited = found(SECONDARY, fence(1, "search-1", "primary"));

        Plan claimed = assertChange(claim().id("search-2", 2).build(), edited);
        assertThat(claimed.before()).contains(claimed.after());
        assertThat(claimed.fenceAfter().fence()).contains(new Fence("ops", "search", 2, "search-2", "secondary"));
        Plan back = assertChange(failover().to("primary").build(), edited);
        assertThat(back.before()).isEqualTo(edited.record());
        assertThat(back.after().target()).isEqualTo(PRIMARY);
    }

    @Test
    void aClaimAdoptsWhatWasPutThereByHandAndAnOlderDecisionDoesNotUndoIt() {
        String id = Decision.BY_HAND + "20260301T030000.000-ana";
        Found moved = found(SECONDARY, fence(2, id, "secondary"));

        Plan claimed = assertChange(claim().id("search-3", 3).build(), moved);
        assertThat(claimed.before()).contains(claimed.after());
        assertThat(claimed.fenceAfter().fence()).contains(new Fence("ops", "search", 3, "search-3", "secondary"));
        assertRefused(failover().id("search-2", 2).to("primary").build(), moved).contains("has a rival");
        assertThat(assertChange(claim().id("search-2", 2).build(), moved)
                        .fenceAfter()
                        .fence())
                .contains(new Fence("ops", "search", 2, "search-2", "secondary"));
        assertThat(planner.plan(claim().build(), moved)).isInstanceOf(Planned.Done.class);
    }

    @Test
    void aClaimFencesARecordOnlyWhereItMayAdopt() {
        Found bare = found(SECONDARY);
        assertRefused(claim().build(), bare)
                .isEqualTo("es.example.com exists and carries no fence; `failover apply --adopt` takes it over");

        Plan plan = assertChange(claim().adopting().build(), bare);

        assertThat(plan.endpoint()).isEqualTo("secondary");
        assertThat(plan.before()).isEqualTo(bare.record());
        assertThat(plan.after())
                .as("the record stays as it is, TTL included")
                .isEqualTo(plan.before().orElseThrow());
    }

    @Test
    void aMoveOfARecordWithoutAFenceNeedsAdoptionToo() {
        assertRefused(failover().build(), found(PRIMARY)).contains("carries no fence");
        assertThat(assertChange(failover().adopting().build(), found(PRIMARY)).endpoint())
                .isEqualTo("secondary");
    }

    @Test
    @DisplayName("scenario 41: a replay of the decision in the zone is done, whatever its kind")
    void aReplayIsDone() {
        Found moved = found(SECONDARY, fence(2, "search-2", "secondary"));
        assertThat(planner.plan(failover().build(), moved))
                .isEqualTo(new Planned.Done(
                        2,
                        new Holding("secondary", Optional.empty()),
                        moved.record().orElseThrow(),
                        moved.fence().orElseThrow()));

        Found claimed = found(PRIMARY, fence(1, "search-1", "primary"));
        assertThat(planner.plan(claim().build(), claimed))
                .asInstanceOf(type(Planned.Done.class))
                .extracting(Planned.Done::endpoint)
                .isEqualTo("primary");
    }

    @Test
    @DisplayName("scenario 37: of two decisions with one epoch the first in the zone wins")
    void refusesARival() {
        Found found = found(SECONDARY, fence(2, "other-2", "secondary"));
        assertRefused(failover().build(), found)
                .isEqualTo("search-2 has a rival: the zone has epoch 2 of other-2, this is epoch 2");
    }

    @Test
    @DisplayName("scenario 41: a decision older than the zone is stale")
    void refusesAStaleDecision() {
        Found found = found(PRIMARY, fence(9, "search-9", "primary"));
        assertRefused(failover().build(), found)
                .isEqualTo("search-2 is stale: the zone has epoch 9 of search-9, this is epoch 2");
    }

    @Test
    @DisplayName("scenario 68: a claim takes epoch and endpoint from a newer fence")
    void aClaimLearnsFromTheFence() {
        assertThat(planner.plan(claim().build(), found(SECONDARY, fence(9, "search-9", "secondary"))))
                .asInstanceOf(type(Planned.Done.class))
                .satisfies(done -> {
                    assertThat(done.epoch()).isEqualTo(9);
                    assertThat(done.endpoint()).isEqualTo("secondary");
                });
        assertThat(planner.plan(claim().build(), found(PRIMARY, fence(1, "other-1", "primary"))))
                .isInstanceOf(Planned.Done.class);
    }

    @Test
    @DisplayName("scenarios 25, 41 and 49: no decision that a claim has overtaken can move the name any more")
    void aClaimFencesOutTheDecisionsThatItOvertakes() {
        Found found = found(SECONDARY, fence(1, "search-1", "secondary"));

        Plan plan = assertChange(claim().id("search-3", 3).build(), found);

        assertThat(plan.endpoint()).isEqualTo("secondary");
        assertThat(plan.before()).contains(plan.after());
        assertThat(plan.fenceAfter().fence()).contains(new Fence("ops", "search", 3, "search-3", "secondary"));
        Found fenced = new Found(Optional.of(plan.after()), Optional.of(plan.fenceAfter()), Optional.empty());
        assertRefused(failover().id("search-2", 2).build(), fenced).contains("is stale");
    }

    @Test
    void aMoveDeletesWhatWasReadAndCreatesTheDestination() {
        Found found = found(PRIMARY, fence(1, "search-1", "primary"));

        Plan plan = assertChange(failover().build(), found);

        assertThat(plan.before()).isEqualTo(found.record());
        assertThat(plan.fenceBefore()).isEqualTo(found.fence());
        assertThat(plan.after()).isEqualTo(new RecordSnapshot(SECONDARY, Duration.ofSeconds(30)));
        assertThat(plan.fenceAfter().fence()).contains(new Fence("ops", "search", 2, "search-2", "secondary"));
        assertThat(plan)
                .hasToString("es.example.com A: 192.0.2.10 => 192.0.2.20; _failover.es.example.com TXT: "
                        + "v=failover1 owner=ops service=search epoch=1 decision=search-1 target=primary => "
                        + "v=failover1 owner=ops service=search epoch=2 decision=search-2 target=secondary");
    }

    @Test
    @DisplayName("scenario 53: values in any order, case and spelling are the endpoint's")
    void knowsAnEndpointByWhatItAnswers() {
        Decision many =
                failover().with(Target.of("192.0.2.1", "192.0.2.2"), SECONDARY).build();
        assertThat(assertChange(many, found(Target.of("192.0.2.2", "192.0.2.1"), fence(1, "a", "primary")))
                        .shownBefore())
                .containsExactly("192.0.2.1", "192.0.2.2");
        assertRefused(many, found(Target.of("192.0.2.1"), fence(1, "a", "primary")))
                .startsWith("HUMAN_EDIT");

        Decision cname = failover()
                .record(record("es.example.com", RecordType.CNAME))
                .with(Target.of("a.example.net"), Target.of("b.example.net"))
                .build();
        assertThat(assertChange(cname, found(Target.of("A.Example.NET."), fence(1, "a", "primary")))
                        .before()
                        .orElseThrow()
                        .target()
                        .values())
                .as("deleted as it was read")
                .containsExactly("A.Example.NET.");

        Decision ipv6 = failover()
                .record(record("es.example.com", RecordType.AAAA))
                .with(Target.of("2001:db8::1"), Target.of("2001:db8::2"))
                .build();
        assertThat(assertChange(ipv6, found(Target.of("2001:DB8:0:0::1"), fence(1, "a", "primary")))
                        .endpoint())
                .isEqualTo("secondary");
    }

    @Test
    @DisplayName("scenario 53: an alias is known with or without dualstack, and has no TTL")
    void knowsAnAlias() {
        Target first = alias(ELB);
        Target second = alias("lb-2.eu-west-1.elb.amazonaws.com");
        Decision decision = failover().with(first, second).build();
        RecordSnapshot held = new RecordSnapshot(
                new Target(List.of(), new Target.Alias("Z32O12XQLNTSW2", "dualstack." + ELB, true)), null);
        Found found =
                new Found(Optional.of(held), Optional.of(snapshot(fence(1, "search-1", "primary"))), Optional.empty());

        Plan plan = assertChange(decision, found);

        assertThat(plan.before()).contains(held);
        assertThat(plan.after()).isEqualTo(new RecordSnapshot(second, null));
    }

    @Test
    void movesBetweenAnAliasAndAddresses() {
        Decision decision = failover().with(alias(ELB), SECONDARY).build();
        Found found = new Found(
                Optional.of(new RecordSnapshot(alias(ELB), null)),
                Optional.of(snapshot(fence(1, "search-1", "primary"))),
                Optional.empty());

        assertThat(assertChange(decision, found).after())
                .isEqualTo(new RecordSnapshot(SECONDARY, Duration.ofSeconds(30)));
        assertRefused(decision, found(PRIMARY, fence(1, "search-1", "primary"))).startsWith("HUMAN_EDIT");
    }

    @Test
    @DisplayName("scenario 53: a health check stays on a simple record, whatever it answers")
    void keepsTheHealthCheckOfASimpleRecord() {
        RecordSnapshot checked = new RecordSnapshot(List.of(new RecordSet(PRIMARY, TTL, RecordSet.SIMPLE, "hc-1")));
        Found found = new Found(
                Optional.of(checked), Optional.of(snapshot(fence(1, "search-1", "primary"))), Optional.empty());

        Plan plan = assertChange(failover().build(), found);

        assertThat(plan.deleted()).isEqualTo(checked.sets());
        assertThat(plan.created())
                .containsExactly(new RecordSet(SECONDARY, Duration.ofSeconds(30), RecordSet.SIMPLE, "hc-1"));
        assertThat(plan.after().caveat()).as("one set alone is answered always").isEmpty();
    }

    @Test
    @DisplayName("scenario 53: the fence of a wildcard stands beside it")
    void plansAWildcard() {
        Decision wildcard =
                claim().record(record("*.example.com", RecordType.A)).build();

        assertThat(assertChange(wildcard, Found.nothing()))
                .asString()
                .startsWith("*.example.com A: nothing => 192.0.2.10; _failover.wildcard.example.com TXT: nothing => ");
    }

    private Plan assertChange(Decision decision, Found found) {
        Planned planned = planner.plan(decision, found);
        assertThat(planned).isInstanceOf(Planned.Change.class);
        return ((Planned.Change) planned).plan();
    }

    private AbstractStringAssert<?> assertRefused(Decision decision, Found found) {
        Planned planned = planner.plan(decision, found);
        assertThat(planned).isInstanceOf(Planned.Refused.class);
        return assertThat(((Planned.Refused) planned).reason());
    }

    private static Target alias(String name) {
        return new Target(List.of(), new Target.Alias("Z32O12XQLNTSW2", name, false));
    }

    private static Found found(Target target) {
        return new Found(Optional.of(new RecordSnapshot(target, TTL)), Optional.empty(), Optional.empty());
    }

    private static Found found(Target target, String fence) {
        return new Found(Optional.of(new RecordSnapshot(target, TTL)), Optional.of(snapshot(fence)), Optional.empty());
    }

    private static String fence(long epoch, String decision, String target) {
        return new Fence("ops", "search", epoch, decision, target).text();
    }

    private static FenceSnapshot snapshot(String fence) {
        return new FenceSnapshot(fence, TTL);
    }
}
