package dev.failover.dns.plan;

import static dev.failover.dns.Decisions.PRIMARY;
import static dev.failover.dns.Decisions.SECONDARY;
import static dev.failover.dns.Decisions.ZONE;
import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.Decisions;
import dev.failover.dns.plan.RecordSet.Role;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange.Part;
import dev.failover.event.DnsRecord.Routing;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenario 24: the planner's rows about steps of a gradual move. */
class GradualPlannerTest {

    private static final RecordSet A_100 = set("primary", PRIMARY, 100);
    private static final RecordSet A_75 = set("primary", PRIMARY, 75);
    private static final RecordSet A_0 = set("primary", PRIMARY, 0);
    private static final RecordSet B_100 = set("secondary", SECONDARY, 100);
    private static final RecordSet B_25 = set("secondary", SECONDARY, 25);
    private static final RecordSet B_0 = set("secondary", SECONDARY, 0);
    private static final Optional<Part> QUARTER = Optional.of(new Part("secondary", 25));
    private static final Fence WHOLE = new Fence("ops", "search", 1, "search-1", "primary");
    private static final Fence STEP = new Fence("ops", "search", 1, "search-1", "primary", QUARTER);

    private final Planner planner = new Planner("ops");

    @Test
    void aStepSetsTwoWeightsAndTheNameStays() {
        RecordSet resting = set("old", Target.of("198.51.100.7"), 0);

        Plan plan = assertChange(decision(failover().step(25)), found(WHOLE, A_100, resting, B_0));

        assertThat(plan.deleted()).containsExactly(A_100, B_0);
        assertThat(plan.created()).containsExactly(A_75, B_25);
        assertThat(plan.endpoint()).isEqualTo("primary");
        assertThat(plan.part()).isEqualTo(QUARTER);
        assertThat(plan.fenceAfter().text()).endsWith("epoch=2 decision=search-2 target=primary shift=secondary:25");
    }

    @Test
    @DisplayName("a step has both sets in its batch even where one keeps its weight, so that an edit refuses it")
    void aStepGuardsBothSets() {
        Plan plan = assertChange(decision(failover().step(25)), found(WHOLE, A_75, B_0));

        assertThat(plan.deleted()).containsExactly(A_75, B_0);
        assertThat(plan.created()).containsExactly(A_75, B_25);
    }

    @Test
    void theNextStepGoesOnAndTheLastOneEnds() {
        Plan half = assertChange(decision(failover().step(50)), found(STEP, A_75, B_25));
        assertThat(half.created()).containsExactly(set("primary", PRIMARY, 50), set("secondary", SECONDARY, 50));

        Plan last = assertChange(decision(failover().step(100)), found(STEP, A_75, B_25));
        assertThat(last.created()).containsExactly(A_0, B_100);
        assertThat(last.endpoint()).isEqualTo("secondary");
        assertThat(last.part()).isEmpty();
        assertThat(last.fenceAfter().text()).endsWith("target=secondary");
    }

    @Test
    void allIsTakenBackOrMovedAtOnce() {
        Plan back = assertChange(decision(failover().to("primary")), found(STEP, A_75, B_25));
        assertThat(back.created()).containsExactly(A_100, B_0);
        assertThat(back.endpoint()).isEqualTo("primary");

        Plan failover = assertChange(decision(failover()), found(STEP, A_75, B_25));
        assertThat(failover.created()).containsExactly(A_0, B_100);
    }

    @Test
    @DisplayName("scenario 36: a claim in the middle learns who has the name and who has a part, and changes no weight")
    void aClaimLearnsTheStep() {
        Planned known = planner.plan(decision(claim().id("search-2", 2)), found(STEP, A_75, B_25));
        assertThat(known)
                .isInstanceOfSatisfying(
                        Planned.Done.class,
                        done -> assertThat(done.holding()).isEqualTo(new Holding("primary", QUARTER)));

        Plan fenced = assertChange(decision(claim().id("search-5", 5)), found(STEP, A_75, B_25));
        assertThat(fenced.deleted()).containsExactly(A_75, B_25);
        assertThat(fenced.created()).containsExactly(A_75, B_25);
        assertThat(fenced.fenceAfter().text()).endsWith("epoch=5 decision=search-5 target=primary shift=secondary:25");
    }

    @Test
    void aStepThatIsReadAgainIsDone() {
        Fence ours = new Fence("ops", "search", 2, "search-2", "primary", QUARTER);

        assertThat(planner.plan(decision(failover().step(25)), found(ours, A_75, B_25)))
                .isInstanceOfSatisfying(
                        Planned.Done.class,
                        done -> assertThat(done.holding().part()).isEqualTo(QUARTER));
    }

    @Test
    @DisplayName("scenario 41: a step that comes late, or has a rival, changes nothing")
    void refusesAStepThatIsStaleOrHasARival() {
        Fence newer = new Fence("ops", "search", 3, "search-3", "primary");
        assertRefused(decision(failover().step(25)), found(newer, A_100, B_0), "search-2 is stale");
        Fence rival = new Fence("ops", "search", 2, "other-2", "primary", QUARTER);
        assertRefused(decision(failover().step(50)), found(rival, A_75, B_25), "search-2 has a rival");
    }

    @Test
    @DisplayName("scenario 46: other weights than the fence says are a person's, and no step overrules them")
    void refusesToGoOnFromAnEdit() {
        RecordSet half = set("secondary", SECONDARY, 50);
        assertRefused(decision(failover().step(50)), found(STEP, A_75, half), "or two as the fence says: primary, and");
        assertRefused(decision(claim().id("search-2", 2)), found(STEP, A_75, half), "HUMAN_EDIT");
        assertRefused(decision(failover().step(50)), found(WHOLE, A_75, B_25), "exactly one has the name: found");
        assertRefused(
                decision(failover().step(50)),
                found(STEP, A_100, B_0),
                "HUMAN_EDIT: es.example.com has primary, but its fence says primary, and secondary 25 %");
        assertRefused(decision(failover().step(50)), found(STEP, A_0, B_100), "has secondary, and this is a step away");

        Plan adopted = assertChange(decision(claim().id("search-2", 2)), found(STEP, A_100, B_0));
        assertThat(adopted.fenceAfter().text()).endsWith("target=primary");
    }

    @Test
    @DisplayName("scenario 31: what an endpoint had that was removed meanwhile can be taken back")
    void anEndpointThatWasRemovedGivesItsPartBack() {
        Fence removed = new Fence("ops", "search", 1, "search-1", "primary", Optional.of(new Part("third", 25)));
        RecordSet third = set("third", Target.of("198.51.100.7"), 25);

        Planned claimed = planner.plan(decision(claim().id("search-2", 2)), found(removed, A_75, B_0, third));
        assertThat(claimed)
                .isInstanceOfSatisfying(
                        Planned.Done.class,
                        done -> assertThat(done.holding().part()).contains(new Part("third", 25)));
        Plan back = assertChange(decision(failover().to("primary")), found(removed, A_75, B_0, third));
        assertThat(back.created()).containsExactly(A_100, set("third", Target.of("198.51.100.7"), 0));
    }

    @Test
    void refusesAStepThatCannotBe() {
        assertRefused(decision(failover().step(25)), found(WHOLE, A_100), "has no weighted set 'secondary'");
        Decision simple = failover().step(25).build();
        RecordSet only = new RecordSet(PRIMARY, Duration.ofSeconds(60), RecordSet.SIMPLE, null);
        assertRefused(simple, found(WHOLE, only), "that needs routing weighted");
    }

    private Plan assertChange(Decision decision, Found found) {
        Planned planned = planner.plan(decision, found);
        assertThat(planned).isInstanceOf(Planned.Change.class);
        return ((Planned.Change) planned).plan();
    }

    private void assertRefused(Decision decision, Found found, String why) {
        assertThat(planner.plan(decision, found))
                .isInstanceOfSatisfying(
                        Planned.Refused.class,
                        refused -> assertThat(refused.reason()).contains(why));
    }

    private static Decision decision(Decisions decision) {
        return decision.record(Decisions.record(ZONE, "es.example.com", Routing.WEIGHTED))
                .build();
    }

    private static RecordSet set(String identifier, Target target, long weight) {
        return new RecordSet(target, Duration.ofSeconds(60), new Role.Weighted(identifier, weight), null);
    }

    private static Found found(Fence fence, RecordSet... sets) {
        return new Found(
                Optional.of(new RecordSnapshot(List.of(sets))), Optional.of(FenceSnapshot.of(fence)), Optional.empty());
    }
}
