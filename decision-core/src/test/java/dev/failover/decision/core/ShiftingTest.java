package dev.failover.decision.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.decision.core.Instructions.Term;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenario 24: planned moves by steps. */
class ShiftingTest {

    private static final Policy GRADUAL = rules().policy();

    private static Rules rules() {
        return new Rules().gradual(10, 5, 25, 50);
    }

    @Test
    void anOrderIsCarriedOutByStepsAndTheNameStaysUntilTheLast() {
        Fixture service = Fixture.settled(GRADUAL);

        service.order("secondary", false);
        assertThat(service.moves()).containsExactly("MANUAL secondary 5");
        for (int share : List.of(5, 25, 50)) {
            service.carriedOut();
            assertThat(service.state().active()).isEqualTo("primary");
            assertThat(shift(service).share()).isEqualTo(share);
            service.rounds(".........", ".........");
            assertThat(service.diagnosis()).as("not before its time").isEqualTo(Diagnosis.SHIFTING);
            assertThat(service.state().explanation().sentence())
                    .startsWith("secondary has " + share + " % of the answers since")
                    .contains("(ordered by ana: upgrade); it gets ");
            service.rounds(".", ".");
        }
        assertThat(service.moves())
                .containsExactly(
                        "MANUAL secondary 5", "MANUAL secondary 25", "MANUAL secondary 50", "MANUAL secondary 100");
        assertThat(service.state().coolDown()).as("no cool-down before the end").isNull();

        service.carriedOut();

        assertThat(service.state().active()).isEqualTo("secondary");
        assertThat(service.state().shift()).isNull();
        assertThat(Objects.requireNonNull(service.state().coolDown()).from()).isEqualTo(service.now());
        assertThat(service.state().epoch()).isEqualTo(5);
    }

    @Test
    void aFailbackGoesByStepsToo() {
        Fixture service = Fixture.settled(rules().failsBack(true).policy());
        service.rounds("FFF", "...");
        service.carriedOut();
        assertThat(service.moves()).as("a failover is at once").containsExactly("FAILOVER secondary");

        service.rounds(".".repeat(310), ".".repeat(310));

        assertThat(service.moves()).endsWith("FAILBACK primary 5");
    }

    @Test
    void anOrderAtOnceOrByForceOrAwayFromADeadEndpointHasNoSteps() {
        Fixture atOnce = Fixture.settled(GRADUAL);
        atOnce.apply(new CommandSeen.Move(new Order("secondary", false, "ana", "now", atOnce.now(), null, true)));
        atOnce.tick();
        assertThat(atOnce.moves()).containsExactly("MANUAL secondary");

        Fixture forced = Fixture.settled(GRADUAL);
        forced.order("secondary", true);
        assertThat(forced.moves()).containsExactly("MANUAL secondary");

        Fixture dead = Fixture.settled(rules().mode(Mode.MANUAL).policy());
        dead.rounds("FFF", "...");
        dead.order("secondary", false);
        assertThat(dead.moves()).containsExactly("MANUAL secondary");
    }

    @Test
    void theNewSideFailsAndTheOldOneGetsAllBackAtOnce() {
        Fixture service = halfWay(GRADUAL);

        service.rounds("...", "FFF");

        assertThat(service.moves()).endsWith("MANUAL secondary 25", "MANUAL primary");
        assertThat(service.intent().reason())
                .startsWith("secondary is DOWN in 3 of 3 locations")
                .endsWith("; primary gets back what it had of the answers");
        service.carriedOut();
        assertThat(service.state().shift()).isNull();
        assertThat(service.state().active()).isEqualTo("primary");
        assertThat(service.state().coolDown()).isNotNull();

        int moves = service.moves().size();
        service.rounds(".".repeat(400), ".".repeat(400));
        assertThat(service.moves()).as("no second attempt by itself").hasSize(moves);
    }

    @Test
    void aFailbackThatFailedWaitsForItsStableTimeAnew() {
        Fixture service = Fixture.settled(rules().failsBack(true).policy());
        service.rounds("FFF", "...");
        service.carriedOut();
        service.rounds(".".repeat(310), ".".repeat(310));
        service.carriedOut();

        service.rounds("FFF", "...");
        assertThat(service.moves()).endsWith("FAILBACK primary 5", "FAILBACK secondary");
        service.carriedOut();
        Instant failedAt = service.now();
        int moves = service.moves().size();
        while (service.moves().size() == moves) {
            service.rounds(".", ".");
        }

        assertThat(service.moves()).endsWith("FAILBACK primary 5");
        assertThat(service.now()).isAfter(failedAt.plusSeconds(300));
    }

    @Test
    void theOldSideDiesAndTheFailoverIsAtOnce() {
        Fixture service = halfWay(GRADUAL);

        service.rounds("FFF", "...");

        assertThat(service.moves()).endsWith("MANUAL secondary 25", "FAILOVER secondary");
        service.carriedOut();
        assertThat(service.state().active()).isEqualTo("secondary");
        assertThat(service.state().shift()).isNull();
    }

    @Test
    @DisplayName("a failover, an order and the end of a step do not wait for the step that is in flight")
    void aStepInFlightIsOvertaken() {
        Fixture dies = Fixture.settled(GRADUAL);
        dies.order("secondary", false);
        dies.rounds("FFF", "...");
        assertThat(dies.moves()).containsExactly("MANUAL secondary 5", "FAILOVER secondary");

        Fixture fails = Fixture.settled(GRADUAL);
        fails.order("secondary", false);
        fails.rounds("...", "FFF");
        assertThat(fails.moves()).containsExactly("MANUAL secondary 5", "MANUAL primary");
        assertThat(fails.intent().epoch()).isEqualTo(3);

        Fixture ordered = Fixture.settled(GRADUAL);
        ordered.order("secondary", false);
        ordered.order("primary", false);
        assertThat(ordered.moves()).containsExactly("MANUAL secondary 5", "MANUAL primary");
        ordered.apply(new ChangeSeen(
                ordered.now(),
                "search-2",
                2,
                ChangeSeen.Result.CONFIRMED,
                "primary",
                "late",
                new Part("secondary", 5)));
        assertThat(ordered.state().shift())
                .as("an answer to what was overtaken is none")
                .isNull();
    }

    @Test
    void theLastStepMovesTheNameAndIsNotOvertaken() {
        Fixture service = halfWay(rules().gradual(10, 25).policy());
        service.rounds(".".repeat(10), ".".repeat(10));
        assertThat(service.moves()).endsWith("MANUAL secondary 100");

        service.rounds("FFF", "...");

        assertThat(service.diagnosis()).isEqualTo(Diagnosis.IN_FLIGHT);
    }

    @Test
    void aPauseHoldsTheShareAndItsEndGoesOn() {
        Fixture service = halfWay(GRADUAL);
        Instant until = service.now().plusSeconds(30);
        service.apply(new CommandSeen.Hold(new Term(until, "bob", "a look")));

        service.rounds(".".repeat(20), ".".repeat(20));
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.SHIFTING);
        assertThat(service.blocks()).containsExactly("paused until " + until + " by bob, a look");
        assertThat(service.state().explanation().wouldChange())
                .isEqualTo("the end of what holds it; or `failover failover search --to primary` takes it back,"
                        + " `failover failover search --to secondary --at-once` ends it");
        service.rounds("...", "FFF");
        assertThat(service.diagnosis()).as("nothing moves by itself").isEqualTo(Diagnosis.SHIFT_FAILED);
        service.rounds(".".repeat(30), ".".repeat(30));

        assertThat(service.moves()).endsWith("MANUAL secondary 25", "MANUAL secondary 50");
    }

    @Test
    void whatIsNotKnownOfEitherSideHoldsTheShare() {
        Fixture service = halfWay(new Rules().gradual(30, 25).policy());

        service.rounds(".".repeat(20), "_".repeat(20));
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.SHIFTING);
        assertThat(service.blocks()).singleElement().asString().startsWith("secondary is UNKNOWN");
        service.rounds("_".repeat(20), ".".repeat(20));
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.NO_FRESH_CHECKS);
        assertThat(service.state().explanation().sentence()).contains("; secondary has 25 % of the answers;");
        service.rounds("_".repeat(9), "F".repeat(9));
        assertThat(service.diagnosis()).as("nothing is known of the active one").isEqualTo(Diagnosis.NO_FRESH_CHECKS);

        assertThat(service.moves()).endsWith("MANUAL secondary 25");
    }

    @Test
    void theFleetsBrakeHoldsTheShare() {
        Fixture service = halfWay(GRADUAL);
        service.fleet(new Incident("brake-1", "40 of 100 services turned DOWN within 60 s", true));

        service.rounds(".".repeat(20), ".".repeat(20));

        assertThat(service.blocks()).containsExactly("40 of 100 services turned DOWN within 60 s");
        assertThat(service.moves()).endsWith("MANUAL secondary 25");
    }

    @Test
    void aRefusedStepIsReadAgainAndGoesOnFromWhatTheZoneHas() {
        Fixture service = halfWay(GRADUAL);
        service.rounds(".".repeat(10), ".".repeat(10));
        service.answer(ChangeSeen.Result.REFUSED, "HUMAN_EDIT");
        service.rounds(".".repeat(31), ".".repeat(31));
        assertThat(service.moves()).endsWith("MANUAL secondary 50", "CLAIM null");

        claimed(service, new Part("secondary", 25));

        assertThat(shift(service).share()).isEqualTo(25);
        assertThat(service.moves()).endsWith("CLAIM null", "MANUAL secondary 50");
    }

    @Test
    @DisplayName("scenario 42: a service whose state is lost learns the step from the zone, and goes on from there")
    void aLostStateIsLearnt() {
        Fixture service = new Fixture(GRADUAL);
        service.tick();
        claimed(service, new Part("secondary", 25));
        service.rounds(".".repeat(14), ".".repeat(14));

        assertThat(shift(service).why()).isEqualTo("found in the zone");
        assertThat(service.moves()).containsExactly("MANUAL secondary 50");
    }

    @Test
    @DisplayName("scenario 60: a person who ended it in the zone is believed by the claim")
    void aShiftThatAPersonEndedIsOver() {
        Fixture service = halfWay(GRADUAL);
        service.apply(new ChangeSeen(service.now(), "search-3", 3, ChangeSeen.Result.DRIFTED, "primary", "edited"));
        service.tick();
        claimed(service, null);

        assertThat(service.state().shift()).isNull();
        assertThat(service.state().coolDown()).isNotNull();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.SETTLED);
    }

    @Test
    void ordersWinWhileItGoesOn() {
        Fixture same = halfWay(GRADUAL);
        same.order("secondary", false);
        assertThat(same.moves()).endsWith("MANUAL secondary 25");
        assertThat(same.state().instructions().note()).endsWith("is being carried out by steps");

        Fixture rest = halfWay(GRADUAL);
        rest.apply(new CommandSeen.Move(new Order("secondary", false, "ana", "now", rest.now(), null, true)));
        rest.tick();
        assertThat(rest.moves()).endsWith("MANUAL secondary 25", "MANUAL secondary");

        Fixture back = halfWay(GRADUAL);
        back.order("primary", false);
        assertThat(back.moves()).endsWith("MANUAL secondary 25", "MANUAL primary");

        Fixture third =
                halfWay(rules().endpoints("primary", "secondary", "third").policy());
        third.order("third", true);
        assertThat(third.moves()).endsWith("MANUAL secondary 25", "MANUAL third");
    }

    @Test
    @DisplayName("scenario 34: an order that keeps the name there does not keep it from getting there sooner")
    void anOverrideAllowsTheFailoverToItsEndpoint() {
        Fixture service = Fixture.settled(GRADUAL);
        service.order("secondary", false, service.now().plusSeconds(3600));
        service.carriedOut();

        service.rounds("FFF", "...");

        assertThat(service.moves()).endsWith("FAILOVER secondary");
    }

    @Test
    void anOverrideOfAShiftThatFailedIsOver() {
        Fixture service = Fixture.settled(GRADUAL);
        service.order("secondary", false, service.now().plusSeconds(3600));
        service.carriedOut();

        service.rounds("...", "FFF");

        assertThat(service.state().instructions().pin()).isNull();
    }

    @Test
    @DisplayName("scenario 30: without gradual in the policy the share is held, and a person ends it")
    void theKeyIsRemovedMeanwhile() {
        Fixture service = halfWay(GRADUAL);
        service.change(new Rules().policy());

        service.rounds(".".repeat(20), ".".repeat(20));

        assertThat(service.blocks()).containsExactly("the policy has no gradual moves any more");
        service.order("secondary", false);
        assertThat(service.moves()).endsWith("MANUAL secondary 25", "MANUAL secondary");
    }

    @Test
    @DisplayName("scenario 31: an endpoint that is removed gives back what it had")
    void theNewSideIsRemovedMeanwhile() {
        Fixture service =
                new Fixture(rules().endpoints("primary", "secondary", "third").policy());
        service.tick();
        claimed(service, new Part("third", 25));
        service.rounds("...", "...");
        service.change(GRADUAL);

        service.rounds(".", ".");

        assertThat(service.moves()).containsExactly("MANUAL primary");
        assertThat(service.intent().reason()).startsWith("third is no endpoint of the service any more");
    }

    @Test
    void shadowGoesThroughTheStepsAsIfTheyWereDone() {
        Fixture service = Fixture.settled(rules().mode(Mode.SHADOW).policy());
        service.order("secondary", false);
        service.carriedOut();
        service.rounds(".".repeat(10), ".".repeat(10));

        assertThat(service.moves()).containsExactly("MANUAL secondary 5", "MANUAL secondary 25");
        assertThat(service.decisions()).allMatch(Effect.Decide::shadow);
        service.change(GRADUAL);
        service.tick();
        assertThat(service.state().shift())
                .as("what was only supposed is forgotten")
                .isNull();
    }

    /** A person's move that has come to 25 %. */
    private static Fixture halfWay(Policy policy) {
        Fixture service = Fixture.settled(policy);
        service.order("secondary", false);
        while (service.state().shift() == null || shift(service).share() < 25) {
            if (service.state().intent() != null) {
                service.carriedOut();
            }
            service.rounds(".", ".");
        }
        return service;
    }

    private static Shift shift(Fixture service) {
        return Objects.requireNonNull(service.state().shift());
    }

    private static void claimed(Fixture service, @Nullable Part part) {
        Intent claim = service.intent();
        service.apply(new ChangeSeen(
                service.now(),
                claim.decisionId(),
                claim.epoch(),
                ChangeSeen.Result.CONFIRMED,
                "primary",
                "fence found",
                part));
        service.tick();
    }
}
