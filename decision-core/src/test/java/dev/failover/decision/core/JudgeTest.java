package dev.failover.decision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private final Fixture service = Fixture.settled(Fixture.policy());

    @Test
    void claimsBeforeAnythingElse() {
        Fixture fresh = new Fixture(Fixture.policy());
        fresh.rounds("FFFFF", ".....");

        assertThat(fresh.decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.intent().kind()).isEqualTo(MoveKind.CLAIM);
            assertThat(decision.intent().decisionId()).isEqualTo("search-1");
            assertThat(decision.intent().to()).isNull();
        });
        assertThat(fresh.state().active()).isNull();
    }

    @Test
    @DisplayName("scenario 68: a claim takes the endpoint and the epoch that the zone really has")
    void aClaimTakesWhatTheZoneHas() {
        Fixture fresh = new Fixture(Fixture.policy());
        fresh.tick();
        fresh.apply(
                new ChangeSeen(fresh.now(), "search-1", 7, ChangeSeen.Result.CONFIRMED, "secondary", "fence found"));
        fresh.rounds("...", "FFF");
        fresh.rounds(".", "F");

        assertThat(fresh.state().epoch()).isEqualTo(8);
        assertThat(fresh.moves()).containsExactly("FAILOVER primary");
    }

    @Test
    void movesOnceWhenTheActiveEndpointIsDownAndAnotherIsUp() {
        service.rounds("FFFFFF", "......");

        assertThat(service.moves()).containsExactly("FAILOVER secondary");
        assertThat(service.intent().reason())
                .isEqualTo("primary is DOWN in 3 of 3 locations; secondary is UP in 3 of 3 locations");
        assertThat(service.intent().firstFailureAt()).isEqualTo(Fixture.NOON.plusSeconds(4));
        assertThat(service.verdicts()).last().satisfies(v -> {
            assertThat(v.endpoint()).isEqualTo("primary");
            assertThat(v.to()).isEqualTo(Verdict.DOWN);
        });
    }

    @Test
    void twoFailuresAreNotEnough() {
        service.rounds("FF", "..");

        assertThat(service.moves()).isEmpty();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.SETTLED);
    }

    @Test
    @DisplayName("scenario 3: one location that sees the active endpoint down moves nothing")
    void holdsWhenLocationsDisagree() {
        for (int i = 0; i < 5; i++) {
            service.pass(1);
            service.see("a", "primary", 'F');
            service.see("b", "primary", '.');
            service.see("c", "primary", '.');
            service.see("a", "secondary", '.');
            service.tick();
        }
        assertThat(service.moves()).isEmpty();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.LOCATIONS_DISAGREE);
        assertThat(service.state().explanation().sentence())
                .isEqualTo("primary is SUSPECT (DOWN in a, UP in b and c); the name stays: the locations disagree");
    }

    @Test
    @DisplayName("scenarios 2 and 4: silence makes UNKNOWN, and UNKNOWN never moves")
    void silenceMeansStay() {
        service.rounds("___________", "...........");

        assertThat(service.moves()).isEmpty();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.NO_FRESH_CHECKS);
    }

    @Test
    @DisplayName("scenario 5: probers that fail at themselves move nothing")
    void proberErrorsMoveNothing() {
        service.rounds("???????????????", "...............");

        assertThat(service.moves()).isEmpty();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.NO_FRESH_CHECKS);
    }

    @Test
    @DisplayName("scenario 20: when all are down the name stays, and moves to what recovers")
    void allDownStays() {
        service.rounds("FFFFF", "FFFFF");
        assertThat(service.moves()).isEmpty();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.ALL_DOWN);

        service.rounds("FFF", "...");
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("scenario 20: both fail at once, and the other's votes are a check behind: the name stays")
    void aCandidateWhoseChecksFailWaits() {
        service.rounds("FF", "FF");
        service.pass(1);
        for (String location : List.of("a", "b", "c")) {
            service.see(location, "primary", 'F');
        }
        service.tick();
        assertThat(service.moves()).isEmpty();
        assertThat(service.state().explanation().blocks()).containsExactly("checks of secondary fail, too");

        service.rounds("F", "F");
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.ALL_DOWN);
    }

    @Test
    @DisplayName("scenario 20: a candidate must have been seen well by enough locations since the active one fails")
    void aCandidateThatNobodyHasLookedAtSinceWaits() {
        service.rounds("FFF", "___");
        assertThat(service.moves()).isEmpty();
        assertThat(service.state().explanation().blocks())
                .containsExactly("too few checks of secondary have passed since those of primary fail");

        service.see("a", "secondary", '.');
        service.tick();
        assertThat(service.moves()).isEmpty();

        service.see("b", "secondary", '.');
        service.tick();
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("scenario 18: a cold start while the active endpoint is down waits for enough checks, then acts")
    void coldStartActsAfterTheThresholds() {
        Fixture cold = new Fixture(Fixture.policy());
        cold.tick();
        cold.confirm("primary");
        cold.rounds("FF", "..");
        assertThat(cold.moves()).isEmpty();
        assertThat(cold.diagnosis()).isEqualTo(Diagnosis.NO_FRESH_CHECKS);

        cold.rounds("F", ".");
        assertThat(cold.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("scenario 25: the active endpoint is well again before the change is accepted: a claim overtakes it")
    void lapsesWhenItsReasonIsGoneBeforeItWasAccepted() {
        service.rounds("FFF", "...");
        service.rounds("....", "....");

        assertThat(service.moves()).containsExactly("FAILOVER secondary", "CLAIM null");
        assertThat(service.intent().epoch()).isEqualTo(3);
        assertThat(service.intent().reason()).startsWith("search-2 lapses before it was accepted, since primary is UP");
    }

    @Test
    @DisplayName("scenario 25: once accepted it is completed, and nothing else is decided meanwhile")
    void completesWhatWasAccepted() {
        service.rounds("FFF", "...");
        service.answer(ChangeSeen.Result.ACCEPTED, "taken");
        service.rounds("....", "....");

        assertThat(service.moves()).containsExactly("FAILOVER secondary");
        service.confirm("secondary");
        service.rounds("....", "....");
        assertThat(service.state().active()).isEqualTo("secondary");
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName(
            "scenario 25: a lapsed decision that was carried out all the same is found by the claim, with its cool-down")
    void aClaimFindsAMoveThatNobodyConfirmed() {
        service.rounds("FFF", "...");
        service.rounds("....", "....");
        service.confirm("secondary");

        assertThat(service.state().active()).isEqualTo("secondary");
        assertThat(service.state().coolDown()).isNotNull();
    }

    @Test
    @DisplayName("the cool-down begins when the change is confirmed, not when it was decided")
    void coolDownBeginsWithTheConfirmation() {
        service.rounds("FFF", "...");
        service.pass(20);
        service.confirm("secondary");
        Instant now = service.now();
        assertThat(service.state().coolDown())
                .isEqualTo(new CoolDown(now, now.plusSeconds(300), MoveKind.FAILOVER, false));

        service.rounds("......", "FFFFFF");
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
        assertThat(service.state().explanation().sentence()).contains("the name stays: cool-down until");
    }

    @Test
    void movesAgainAfterTheCoolDown() {
        service.rounds("FFF", "...");
        service.confirm("secondary");
        service.pass(300);
        service.rounds("...", "FFF");

        assertThat(service.moves()).containsExactly("FAILOVER secondary", "FAILOVER primary");
    }

    @Test
    @DisplayName("scenario 26: after a failover the name stays until a person says otherwise")
    void manualFailbackStays() {
        service.rounds("FFF", "...");
        service.confirm("secondary");
        service.rounds(".".repeat(400), ".".repeat(400));

        assertThat(service.moves()).containsExactly("FAILOVER secondary");
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.FAILBACK_READY);
        assertThat(service.state().explanation().wouldChange()).isEqualTo("`failover failback search`");

        service.apply(new CommandSeen.Return(false, "ana", "checked", service.now()));
        service.tick();
        assertThat(service.moves()).containsExactly("FAILOVER secondary", "MANUAL primary");
    }

    @Test
    @DisplayName("scenario 26: automatic failback waits for the stable time and the cool-down")
    void automaticFailbackWaits() {
        Fixture back = Fixture.settled(Fixture.policy(Mode.AUTO, true));
        back.rounds("FFF", "...");
        back.confirm("secondary");
        back.rounds(".".repeat(299), ".".repeat(299));
        assertThat(back.moves()).containsExactly("FAILOVER secondary");

        back.rounds(".", ".");
        assertThat(back.moves()).containsExactly("FAILOVER secondary", "FAILBACK primary");
    }

    @Test
    void aRelapseStartsTheStableTimeAnew() {
        Fixture back = Fixture.settled(Fixture.policy(Mode.AUTO, true));
        back.rounds("FFF", "...");
        back.confirm("secondary");
        back.rounds(".".repeat(280) + "FFF" + ".".repeat(60), ".".repeat(343));
        assertThat(back.moves()).containsExactly("FAILOVER secondary");

        back.rounds("...", "...");
        assertThat(back.moves()).containsExactly("FAILOVER secondary", "FAILBACK primary");
    }

    @Test
    @DisplayName("scenarios 38 and 41: an unconfirmed decision is published again with the same id and epoch")
    void publishesAgainWithTheSameIdAndEpoch() {
        service.rounds("FFF", "...");
        service.rounds("F".repeat(29), ".".repeat(29));
        assertThat(service.moves()).hasSize(1);

        service.rounds("F", ".");
        assertThat(service.moves()).containsExactly("FAILOVER secondary", "FAILOVER secondary");
        assertThat(service.decisions().get(2).intent().decisionId())
                .isEqualTo(service.decisions().get(1).intent().decisionId());
        assertThat(service.decisions().get(2).intent().epoch()).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 49: a move that was given up and had been carried out all the same begins a cool-down")
    void aMoveThatIsFoundAfterARefusalBeginsTheCoolDown() {
        service.rounds("FFF", "...");
        service.answer(ChangeSeen.Result.REFUSED, "no answer: not known whether it was carried out");
        service.rounds("F".repeat(31), ".".repeat(31));
        assertThat(service.intent().kind()).isEqualTo(MoveKind.CLAIM);
        assertThat(service.intent().from()).isEqualTo("primary");

        service.confirm("secondary");

        assertThat(service.state().active()).isEqualTo("secondary");
        assertThat(service.state().coolDown()).isNotNull();
    }

    @Test
    @DisplayName("scenario 46: after a refusal it holds, says why, and reads the zone again before it decides")
    void aRefusalHoldsAndThenClaimsAgain() {
        service.rounds("FFF", "...");
        service.answer(ChangeSeen.Result.REFUSED, "HUMAN_EDIT: the record holds 203.0.113.9");
        service.rounds("F", ".");
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.REFUSED);
        assertThat(service.state().explanation().sentence()).contains("HUMAN_EDIT: the record holds 203.0.113.9");

        service.rounds("F".repeat(30), ".".repeat(30));
        assertThat(service.moves()).containsExactly("FAILOVER secondary", "CLAIM null");
        service.confirm("primary");
        service.rounds("F", ".");
        assertThat(service.moves()).containsExactly("FAILOVER secondary", "CLAIM null", "FAILOVER secondary");
        assertThat(service.intent().epoch()).isEqualTo(4);
    }

    @Test
    @DisplayName("scenario 60: a drift to another endpoint that shall be adopted is claimed at once, and cools down")
    void aDriftIsClaimed() {
        service.apply(drift("secondary"));
        service.rounds(".", ".");
        assertThat(service.moves()).containsExactly("CLAIM null");
        assertThat(service.intent().from()).isEqualTo("primary");

        service.confirm("secondary");

        assertThat(service.state().active()).isEqualTo("secondary");
        assertThat(service.state().coolDown()).isNotNull();
    }

    @Test
    @DisplayName(
            "scenario 60: a drift while a move is under way, or to where the name is, or to nobody, changes nothing")
    void aDriftThatIsNoNewsChangesNothing() {
        State settled = service.state();
        service.apply(drift("primary"));
        service.apply(drift(null));
        assertThat(service.state()).isEqualTo(settled);

        service.rounds("FFF", "...");
        State moving = service.state();
        service.apply(drift("secondary"));
        assertThat(service.state()).isEqualTo(moving);
    }

    private ChangeSeen drift(@Nullable String endpoint) {
        return new ChangeSeen(service.now(), "search-1", 1, ChangeSeen.Result.DRIFTED, endpoint, "edited");
    }

    @Test
    void answersToOtherDecisionsChangeNothing() {
        service.rounds("FFF", "...");
        State before = service.state();

        service.apply(new ChangeSeen(service.now(), "search-1", 1, ChangeSeen.Result.CONFIRMED, "primary", "late"));

        assertThat(service.state()).isEqualTo(before);
    }

    @Test
    @DisplayName("scenario 34: an order wins over cool-down and pause")
    void anOrderWins() {
        service.rounds("FFF", "...");
        service.confirm("secondary");
        service.apply(new CommandSeen.Hold(new Instructions.Term(service.now().plusSeconds(600), "bob", "calm")));
        service.rounds("...", "...");

        service.order("primary", false);

        assertThat(service.moves()).containsExactly("FAILOVER secondary", "MANUAL primary");
        assertThat(service.intent().reason()).isEqualTo("ordered by ana: upgrade");
    }

    @Test
    void anOrderToAnEndpointThatIsNotUpNeedsForce() {
        service.rounds("...", "FFF");
        service.order("secondary", false);
        assertThat(service.moves()).isEmpty();
        assertThat(service.state().instructions().note())
                .isEqualTo("the order of ana to move to secondary was refused: secondary is DOWN in 3 of 3 locations;"
                        + " --force moves it all the same");

        service.order("secondary", true);
        assertThat(service.moves()).containsExactly("MANUAL secondary");
    }

    @Test
    void ordersThatCannotBeCarriedOutAreSettledWithAReason() {
        service.order("elsewhere", false);
        assertThat(service.state().instructions().note()).endsWith("was refused: there is no such endpoint");

        service.order("primary", false);
        assertThat(service.state().instructions().note()).endsWith("changed nothing: the name is there");
        assertThat(service.state().instructions().order()).isNull();
    }

    @Test
    @DisplayName("scenario 67: a pause holds automatic moves and ends by itself")
    void aPauseHoldsAndEnds() {
        service.apply(new CommandSeen.Hold(new Instructions.Term(service.now().plusSeconds(10), "bob", "upgrade")));
        service.rounds("FFFFFFFFF", ".........");
        assertThat(service.moves()).isEmpty();
        assertThat(service.state().explanation().sentence())
                .contains("the name stays: paused until")
                .contains("by bob, upgrade");

        service.rounds("F", ".");
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
        assertThat(service.state().instructions().pause()).isNull();
    }

    @Test
    void resumeEndsAPause() {
        service.apply(new CommandSeen.Hold(new Instructions.Term(service.now().plusSeconds(1000), "bob", "upgrade")));
        service.rounds("FFFF", "....");
        service.apply(new CommandSeen.Resume(null));
        service.rounds("F", ".");

        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    void manualModeSaysWhatItWouldDo() {
        Fixture manual = Fixture.settled(Fixture.policy(Mode.MANUAL, false));
        manual.rounds("FFFF", "....");

        assertThat(manual.moves()).isEmpty();
        assertThat(manual.state().explanation().sentence()).endsWith("the name stays: the mode is manual");
    }

    @Test
    void shadowDecidesAndLeavingItReadsTheZoneAgain() {
        Fixture shadow = Fixture.settled(Fixture.policy(Mode.SHADOW, false));
        shadow.rounds("FFF", "...");
        assertThat(shadow.decisions())
                .last()
                .satisfies(d -> assertThat(d.shadow()).isTrue());
        shadow.confirm("secondary");

        shadow.change(Fixture.policy());
        shadow.rounds("F", ".");
        assertThat(shadow.state().active()).isNull();
        assertThat(shadow.moves()).containsExactly("FAILOVER secondary", "CLAIM null");
    }

    @Test
    @DisplayName("scenario 31: an active endpoint that is taken out of the policy is unknown, not moved away from")
    void anActiveEndpointThatIsRemovedIsReadAgain() {
        service.change(new Rules().endpoints("secondary", "third").policy());
        service.tick();

        assertThat(service.moves()).containsExactly("CLAIM null");
        assertThat(service.state().endpoints().names()).containsExactly("secondary", "third");
    }

    @Test
    void aSteadyServiceIsSteady() {
        service.rounds(".".repeat(20), ".".repeat(20));
        State before = service.state();
        int published = service.effects.size();

        service.rounds("...", "...");

        assertThat(service.state().judgesLike(before)).isTrue();
        assertThat(service.effects).hasSize(published);
        service.rounds("F", ".");
        assertThat(service.state().judgesLike(before)).isFalse();
    }
}
