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
import dev.failover.event.DnsRecord.Routing;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The planner's rows about records of several sets. */
class PlannerRoutingTest {

    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Target STRANGER = Target.of("198.51.100.7");
    private static final RecordSet A_100 = weighted("primary", PRIMARY, 100, "hc-a");
    private static final RecordSet B_0 = weighted("secondary", SECONDARY, 0, null);
    private static final RecordSet A_PRIMARY = role("primary", PRIMARY, true, "hc-a");
    private static final RecordSet B_SECONDARY = role("secondary", SECONDARY, false, "hc-b");

    private final Planner planner = new Planner("ops");

    @Test
    @DisplayName("scenario 53: a move of weighted sets changes two weights, and keeps all else")
    void movesTheWeight() {
        RecordSet resting = weighted("old", STRANGER, 0, "hc-o");

        Plan plan = assertChange(weighted(failover()), found(A_100, resting, B_0));

        assertThat(plan.deleted()).containsExactly(A_100, B_0);
        assertThat(plan.created())
                .containsExactly(weighted("primary", PRIMARY, 0, "hc-a"), weighted("secondary", SECONDARY, 100, null));
        assertThat(plan.after().sets()).as("nobody's set of weight 0 stays").contains(resting);
        assertThat(plan.after().target()).isEqualTo(SECONDARY);
        assertThat(plan)
                .asString()
                .startsWith("es.example.com A: 'primary' 192.0.2.10 weight 100, 'old' 198.51.100.7 weight 0, "
                        + "'secondary' 192.0.2.20 weight 0 => 'primary' 192.0.2.10 weight 0,");
    }

    @Test
    void aSetIsKnownByItsIdentifier() {
        Decision decision = failover()
                .record(Decisions.record(ZONE, "es.example.com", Routing.WEIGHTED))
                .with(PRIMARY.inSet("Blue"), SECONDARY.inSet("green"))
                .build();

        Plan plan = assertChange(
                decision, found(weighted("Blue", PRIMARY, 7, null), weighted("green", SECONDARY, 0, null)));

        assertThat(plan.created())
                .containsExactly(weighted("Blue", PRIMARY, 0, null), weighted("green", SECONDARY, 100, null));
        assertRefused(decision, found(weighted("blue", PRIMARY, 7, null), weighted("green", SECONDARY, 0, null)))
                .startsWith("HUMAN_EDIT: es.example.com has the set 'blue' 192.0.2.10 weight 7, which belongs to none");
    }

    @Test
    void aClaimOfWeightedSetsChangesNothingAndGuardsTheSetThatAnswers() {
        Plan plan = assertChange(weighted(claim().adopting()), bare(A_100, B_0));

        assertThat(plan.endpoint()).isEqualTo("primary");
        assertThat(plan.before()).contains(plan.after());
        assertThat(plan.deleted()).isEqualTo(plan.created()).containsExactly(A_100);
    }

    @Test
    void aClaimCreatesASetForEachEndpoint() {
        Plan plan = assertChange(weighted(claim()), Found.nothing());

        Duration ttl = Duration.ofSeconds(30);
        assertThat(plan.deleted()).isEmpty();
        assertThat(plan.created())
                .containsExactly(
                        new RecordSet(PRIMARY, ttl, new Role.Weighted("primary", 100), null),
                        new RecordSet(SECONDARY, ttl, new Role.Weighted("secondary", 0), null));
    }

    @Test
    void aMoveToTheEndpointThatHasTheWeightMovesTheFenceAlone() {
        Plan plan = assertChange(weighted(failover().to("primary")), found(A_100, B_0));

        assertThat(plan.deleted()).isEqualTo(plan.created()).containsExactly(A_100);
        assertThat(plan.fenceAfter().fence()).map(Fence::epoch).contains(2L);
    }

    @Test
    @DisplayName("scenario 46: weights that give the name to no endpoint, or to several, are a human's edit")
    void refusesWeightsThatAreUnclear() {
        RecordSet b10 = weighted("secondary", SECONDARY, 10, null);
        RecordSet a0 = weighted("primary", PRIMARY, 0, null);
        for (Decision decision : List.of(weighted(failover()), weighted(claim().adopting()))) {
            assertRefused(decision, found(A_100, b10))
                    .isEqualTo("HUMAN_EDIT: es.example.com has 2 sets with a weight above 0, and exactly one has the"
                            + " name: found 'primary' 192.0.2.10 weight 100; 'secondary' 192.0.2.20 weight 10");
            assertRefused(decision, found(a0, B_0)).startsWith("HUMAN_EDIT: es.example.com has 0 sets");
            assertRefused(decision, found(A_100, B_0, weighted("new", STRANGER, 1, null)))
                    .isEqualTo("HUMAN_EDIT: es.example.com has the set 'new' 198.51.100.7 weight 1, which belongs to"
                            + " none of its endpoints: give it weight 0, or name it as a setIdentifier");
            assertRefused(decision, found(A_100, weighted("secondary", STRANGER, 0, null)))
                    .isEqualTo("HUMAN_EDIT: es.example.com has the set 'secondary' 198.51.100.7 weight 0, but secondary"
                            + " is 192.0.2.20");
        }
    }

    @Test
    @DisplayName("scenario 46: a human who moved the weight to a known endpoint is believed")
    void takesTheWeightAsItIs() {
        Found edited = found(weighted("primary", PRIMARY, 0, "hc-a"), weighted("secondary", SECONDARY, 5, null));

        assertThat(planner.plan(weighted(claim().id("search-2", 2)), edited))
                .isInstanceOfSatisfying(
                        Planned.Done.class, done -> assertThat(done.endpoint()).isEqualTo("secondary"));
        assertThat(assertChange(weighted(failover().to("primary")), edited).created())
                .containsExactly(A_100, B_0);
    }

    @Test
    @DisplayName("scenario 47: a set that was deleted is not created again by a move")
    void refusesAMoveToASetThatIsNotThere() {
        assertRefused(weighted(failover()), found(A_100))
                .isEqualTo("es.example.com has no weighted set 'secondary' for secondary: create it with weight 0;"
                        + " found 'primary' 192.0.2.10 weight 100");
        assertRefused(withRoles(failover()), found(A_PRIMARY))
                .startsWith("es.example.com has no failover set 'secondary' for secondary: create it as SECONDARY");
    }

    @Test
    @DisplayName("scenario 47: a record of another routing than is configured is refused, with what was found")
    void refusesAnotherRouting() {
        assertRefused(failover().build(), found(A_100, B_0))
                .isEqualTo("es.example.com A is not simple, as record.routing says, but weighted: found 'primary'"
                        + " 192.0.2.10 weight 100; 'secondary' 192.0.2.20 weight 0; make it simple, or set"
                        + " record.routing to weighted");
        assertRefused(claim().adopting().build(), found(A_PRIMARY, B_SECONDARY)).contains("but failover: found");
        assertRefused(weighted(failover()), found(new RecordSet(PRIMARY, TTL, RecordSet.SIMPLE, null)))
                .contains("is not weighted, as record.routing says, but simple: found 192.0.2.10;");
        assertRefused(withRoles(failover()), found(A_100, B_0)).contains("is not failover");
    }

    @Test
    @DisplayName("scenarios 53, 57: a move of failover sets swaps the roles; health checks stay, and are told of")
    void swapsTheRoles() {
        Plan plan = assertChange(withRoles(failover()), found(A_PRIMARY, B_SECONDARY));

        assertThat(plan.deleted()).containsExactly(A_PRIMARY, B_SECONDARY);
        assertThat(plan.created())
                .containsExactly(role("primary", PRIMARY, false, "hc-a"), role("secondary", SECONDARY, true, "hc-b"));
        assertThat(plan)
                .asString()
                .contains("'secondary' 192.0.2.20 PRIMARY (another set is answered while health check hc-b of"
                        + " 'secondary' is unhealthy); ");
    }

    @Test
    void aClaimOfFailoverSetsNamesTheEndpointOfThePrimaryOne() {
        assertThat(assertChange(withRoles(claim().adopting()), bare(A_PRIMARY, B_SECONDARY))
                        .endpoint())
                .isEqualTo("primary");
    }

    @Test
    @DisplayName("scenario 57: a set that Route 53 would not take as PRIMARY is refused before it is tried")
    void refusesASwapThatBreaksTheRules() {
        assertRefused(withRoles(failover()), found(A_PRIMARY, role("secondary", SECONDARY, false, null)))
                .isEqualTo("the set 'secondary' 192.0.2.20 SECONDARY cannot become PRIMARY: it has no health check,"
                        + " which Route 53 asks of a PRIMARY set that is no alias; attach one, or use routing"
                        + " weighted");
        Target seeing = new Target(List.of(), new Target.Alias("Z2", "lb.example.net", true));
        Target blind = new Target(List.of(), new Target.Alias("Z2", "lb.example.net", false));
        Decision toAlias = failover()
                .record(Decisions.record(ZONE, "es.example.com", Routing.FAILOVER))
                .with(PRIMARY, seeing)
                .build();
        assertRefused(
                        toAlias,
                        found(A_PRIMARY, new RecordSet(blind, null, new Role.Failover("secondary", false), "hc-b")))
                .startsWith("the alias of 'secondary' alias lb.example.net SECONDARY does not evaluate its target's");
        Plan plan = assertChange(
                toAlias, found(A_PRIMARY, new RecordSet(seeing, null, new Role.Failover("secondary", false), null)));
        assertThat(plan.after().caveat())
                .contains("another set is answered while the target of the alias of 'secondary' is unhealthy");
    }

    @Test
    @DisplayName("scenario 46: failover sets of nobody, edited or without a PRIMARY one are a human's edit")
    void refusesRolesThatAreUnclear() {
        assertRefused(withRoles(failover()), found(A_PRIMARY, role("x", STRANGER, false, "hc-x")))
                .startsWith("HUMAN_EDIT: es.example.com has the set 'x' 198.51.100.7 SECONDARY, which belongs to none");
        assertRefused(withRoles(claim().adopting()), found(B_SECONDARY))
                .isEqualTo("HUMAN_EDIT: es.example.com has no PRIMARY set: found 'secondary' 192.0.2.20 SECONDARY");
        assertRefused(withRoles(failover()), found(role("primary", STRANGER, true, "hc-a"), B_SECONDARY))
                .startsWith("HUMAN_EDIT: es.example.com has the set 'primary' 198.51.100.7 PRIMARY, but primary is");
    }

    @Test
    void failoverSetsAreCreatedOnlyOfAliases() {
        assertRefused(withRoles(claim()), Found.nothing())
                .startsWith("es.example.com does not exist, and Route 53 takes a PRIMARY set that is no alias only with"
                        + " a health check");
        Target first = new Target(List.of(), new Target.Alias("Z2", "lb-1.example.net", true));
        Target second = new Target(List.of(), new Target.Alias("Z2", "lb-2.example.net", true));
        Plan plan = assertChange(
                claim().record(Decisions.record(ZONE, "es.example.com", Routing.FAILOVER))
                        .with(first, second)
                        .build(),
                Found.nothing());
        assertThat(plan.created())
                .containsExactly(
                        new RecordSet(first, null, new Role.Failover("primary", true), null),
                        new RecordSet(second, null, new Role.Failover("secondary", false), null));
    }

    @Test
    @DisplayName("scenarios 37 and 41: of weighted and failover sets too a replay is done, a rival and a late one lose")
    void replayedRivalAndLate() {
        RecordSet a0 = weighted("primary", PRIMARY, 0, "hc-a");
        RecordSet b100 = weighted("secondary", SECONDARY, 100, null);
        Found moved = found(new Fence("ops", "search", 2, "search-2", "secondary"), a0, b100);
        assertThat(planner.plan(weighted(failover()), moved)).isInstanceOf(Planned.Done.class);
        assertRefused(weighted(failover().id("zombie-2", 2)), moved).startsWith("zombie-2 has a rival");
        assertRefused(weighted(failover().id("search-1", 1)), moved).startsWith("search-1 is stale");

        Found swapped = found(
                new Fence("ops", "search", 2, "search-2", "secondary"),
                role("primary", PRIMARY, false, "hc-a"),
                role("secondary", SECONDARY, true, "hc-b"));
        assertThat(planner.plan(withRoles(failover()), swapped)).isInstanceOf(Planned.Done.class);
        assertRefused(withRoles(failover().id("zombie-2", 2)), swapped).startsWith("zombie-2 has a rival");
        assertRefused(withRoles(failover().id("search-1", 1)), swapped).startsWith("search-1 is stale");
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

    private static Decision weighted(Decisions decision) {
        return decision.record(Decisions.record(ZONE, "es.example.com", Routing.WEIGHTED))
                .build();
    }

    private static Decision withRoles(Decisions decision) {
        return decision.record(Decisions.record(ZONE, "es.example.com", Routing.FAILOVER))
                .build();
    }

    private static RecordSet weighted(String identifier, Target target, long weight, @Nullable String check) {
        return new RecordSet(target, TTL, new Role.Weighted(identifier, weight), check);
    }

    private static RecordSet role(String identifier, Target target, boolean primary, @Nullable String check) {
        return new RecordSet(target, TTL, new Role.Failover(identifier, primary), check);
    }

    private static Found found(RecordSet... sets) {
        return found(new Fence("ops", "search", 1, "search-1", "primary"), sets);
    }

    private static Found found(Fence fence, RecordSet... sets) {
        return new Found(
                Optional.of(new RecordSnapshot(List.of(sets))), Optional.of(FenceSnapshot.of(fence)), Optional.empty());
    }

    private static Found bare(RecordSet... sets) {
        return new Found(Optional.of(new RecordSnapshot(List.of(sets))), Optional.empty(), Optional.empty());
    }
}
