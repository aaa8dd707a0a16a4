package dev.failover.decision.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.decision.core.Policy.DataLoss.Beyond;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds a move, and what ends it. */
class ObstaclesTest {

    private static Fixture settled(Rules rules) {
        return Fixture.settled(rules.policy());
    }

    @Test
    @DisplayName("scenario 21: a failover that would lose more than the limit is blocked, and only force moves it")
    void blocksTheLossOfTooMuchData() {
        Fixture service = settled(new Rules().dataLoss(60, Beyond.BLOCK));
        service.lag("a", 4 * 3600);
        service.rounds("FFFF", "....");

        assertThat(service.moves()).isEmpty();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.NO_CANDIDATE);
        assertThat(service.blocks()).containsExactly("the data of secondary is behind by more than 60 s");

        service.order("secondary", false);
        assertThat(service.moves()).isEmpty();
        service.order("secondary", true);
        assertThat(service.moves()).containsExactly("MANUAL secondary");
    }

    @Test
    @DisplayName("scenario 21: where a person is asked, their order is the answer")
    void asksAPerson() {
        Fixture service = settled(new Rules().dataLoss(60, Beyond.ASK));
        service.lag("a", 4 * 3600);
        service.rounds("FFFF", "....");
        assertThat(service.moves()).isEmpty();

        service.order("secondary", false);
        assertThat(service.moves()).containsExactly("MANUAL secondary");
    }

    @Test
    @DisplayName("scenario 21: where it is allowed the decision says how much is lost")
    void saysHowMuchIsLost() {
        Fixture service = settled(new Rules().dataLoss(60, Beyond.ALLOW));
        service.lag("a", 240);
        service.rounds("FFF", "...");

        assertThat(service.moves()).containsExactly("FAILOVER secondary");
        assertThat(service.intent().reason())
                .endsWith("; at most 243 s of writes are lost (secondary was 240 s behind at 2026-11-23T12:00:03Z)");
    }

    @Test
    @DisplayName("scenario 22: a figure told after the active endpoint stopped answering is not believed")
    void keepsTheLastFigureThatWasTrue() {
        Fixture service = settled(new Rules().dataLoss(60, Beyond.BLOCK));
        service.lag("a", 100);
        service.pass(1);
        service.see("a", "primary", 'F');
        service.lag("a", 0);
        service.rounds("FFF", "...");

        assertThat(service.moves()).isEmpty();
        assertThat(service.blocks()).containsExactly("the data of secondary is behind by more than 60 s");
    }

    @Test
    @DisplayName("scenario 22: the age of the last figure counts as loss")
    void theFiguresAgeCounts() {
        Fixture service = settled(new Rules().dataLoss(60, Beyond.BLOCK));
        service.lag("a", 0);
        service.rounds(".".repeat(61), ".".repeat(61));
        service.rounds("FFF", "...");
        assertThat(service.moves()).isEmpty();

        Fixture fresh = settled(new Rules().dataLoss(60, Beyond.BLOCK));
        fresh.lag("a", 0);
        fresh.rounds("FFF", "...");
        assertThat(fresh.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("scenario 21: a standby that never told how far it is behind is not trusted")
    void anUnknownLagBlocks() {
        Fixture service = settled(new Rules().dataLoss(60, Beyond.BLOCK));
        service.rounds("FFFF", "....");

        assertThat(service.blocks()).containsExactly("how far the data of secondary is behind was never told");
    }

    @Test
    @DisplayName("scenarios 23 and 24: a standby that is UP but says that it is not ready does not take the name")
    void anEndpointThatIsNotReady() {
        Fixture service = settled(new Rules());
        service.rounds("FF", "..");
        service.pass(1);
        service.unready("a", "secondary", "its indices are read-only");
        for (String location : List.of("a", "b", "c")) {
            service.see(location, "primary", 'F');
        }
        service.tick();
        assertThat(service.moves()).isEmpty();
        assertThat(service.blocks()).containsExactly("secondary is not ready: its indices are read-only");

        service.rounds("F", ".");
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("scenario 35: an endpoint under maintenance is not given the name, until it ends by itself")
    void maintenanceHoldsAndEnds() {
        Fixture service = settled(new Rules());
        service.apply(new CommandSeen.Maintain(
                "secondary", new Instructions.Term(service.now().plusSeconds(10), "ana", "new disks")));
        service.rounds("FFFFFFFFF", ".........");
        assertThat(service.moves()).isEmpty();
        assertThat(service.blocks())
                .containsExactly("secondary is under maintenance until 2026-11-23T12:00:13Z by ana, new disks");

        service.rounds("F", ".");
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("scenario 22: a figure is not believed where the active endpoint has not been checked for long")
    void aFigureNeedsAFreshCheckOfTheActiveEndpoint() {
        Fixture service = settled(new Rules().dataLoss(60, Beyond.BLOCK));
        service.lag("a", 50);
        service.pass(11);
        service.lag("a", 0);

        assertThat(service.state().endpoint("secondary", service.now()).lag())
                .isEqualTo(new Lag(Duration.ofSeconds(50), service.now().minusSeconds(11)));
    }

    @Test
    @DisplayName("scenario 34: the cool-down after an override has no emergency")
    void theEndOfAnOverrideIsNoEmergency() {
        Fixture service = settled(new Rules().emergency());
        service.order("secondary", false, service.now().plusSeconds(60));
        service.confirm("secondary");
        service.rounds(".".repeat(70), "F".repeat(70));

        assertThat(service.moves()).containsExactly("MANUAL secondary");
        service.rounds(".".repeat(300), "F".repeat(300));
        assertThat(service.moves()).containsExactly("MANUAL secondary", "FAILOVER primary");
    }

    @Test
    @DisplayName("scenario 34: an override holds, and at its end a full cool-down begins")
    void anOverrideWinsAndEndsWithoutAJump() {
        Fixture service = settled(new Rules());
        service.order("secondary", false, service.now().plusSeconds(400));
        service.confirm("secondary");
        service.rounds(".".repeat(390), "F".repeat(390));
        assertThat(service.moves()).containsExactly("MANUAL secondary");
        assertThat(service.blocks()).containsExactly("kept at secondary until 2026-11-23T12:06:43Z by ana, upgrade");

        service.rounds(".".repeat(11), "F".repeat(11));
        assertThat(service.moves()).containsExactly("MANUAL secondary");
        assertThat(service.blocks()).containsExactly("cool-down until 2026-11-23T12:11:43Z");

        service.rounds(".".repeat(300), "F".repeat(300));
        assertThat(service.moves()).containsExactly("MANUAL secondary", "FAILOVER primary");
    }

    @Test
    @DisplayName("scenario 27: one emergency move within a cool-down, and the next cool-down is longer")
    void oneEmergencyMove() {
        Fixture service = settled(new Rules().emergency());
        service.rounds("FFF", "...");
        service.confirm("secondary");
        service.rounds("......", "......");
        service.rounds("...", "FFF");
        assertThat(service.moves()).containsExactly("FAILOVER secondary", "FAILOVER primary");
        assertThat(service.intent().reason()).endsWith("; an emergency within the cool-down");

        service.confirm("primary");
        assertThat(service.state().coolDown())
                .isEqualTo(new CoolDown(service.now(), service.now().plusSeconds(600), MoveKind.FAILOVER, true));
        service.rounds("......", "......");
        service.rounds("FFFFFF", "......");
        assertThat(service.moves()).hasSize(2);
        assertThat(service.blocks()).singleElement().asString().endsWith("and its one emergency move is used up");
    }

    @Test
    @DisplayName(
            "scenario 13: an endpoint that fell three times in ten minutes gets the name back only when it is calm")
    void flappingHoldsTheFailback() {
        Fixture service = settled(new Rules().failsBack(true));
        service.rounds("FFF", "...");
        service.confirm("secondary");
        service.rounds("...FFF...FFF...", "...............");
        service.rounds(".".repeat(400), ".".repeat(400));
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
        assertThat(service.blocks()).containsExactly("primary flaps: it went DOWN 3 times within 600 s");

        service.rounds(".".repeat(200), ".".repeat(200));
        assertThat(service.moves()).containsExactly("FAILOVER secondary", "FAILBACK primary");
    }

    @Test
    @DisplayName("scenario 20: what came UP only after the active endpoint went down must be steady first")
    void aCandidateThatCameLaterMustBeSteady() {
        Fixture service = settled(new Rules().steadyFor(30));
        service.rounds("FFF", "FFF");
        service.rounds("FFFF", "....");
        assertThat(service.moves()).isEmpty();
        assertThat(service.blocks()).singleElement().asString().endsWith("and must be UP for 30 s");

        service.rounds("F".repeat(30), ".".repeat(30));
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("scenario 18: a service that was never seen before is watched first")
    void aNewServiceIsWatchedFirst() {
        Fixture cold = new Fixture(new Rules().warmUp(20).policy());
        cold.tick();
        cold.confirm("primary");
        cold.rounds("F".repeat(19), ".".repeat(19));
        assertThat(cold.moves()).isEmpty();
        assertThat(cold.blocks()).containsExactly("watched only since 2026-11-23T12:00:00Z and must be for 20 s");

        cold.rounds("F", ".");
        assertThat(cold.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("more than two endpoints: in order, and one for persons only is passed over")
    void takesTheFirstThatCan() {
        Fixture service = settled(new Rules().endpoints("primary", "secondary!", "third"));
        for (int i = 0; i < 3; i++) {
            service.pass(1);
            for (String location : List.of("a", "b", "c")) {
                service.see(location, "third", '.');
            }
        }
        service.tick();
        for (int i = 0; i < 3; i++) {
            service.pass(1);
            for (String location : List.of("a", "b", "c")) {
                service.see(location, "primary", 'F');
                service.see(location, "secondary", '.');
                service.see(location, "third", '.');
            }
            service.tick();
        }
        assertThat(service.moves()).containsExactly("FAILOVER third");
    }

    @Test
    @DisplayName("scenario 28: the fleet's brake holds until it is released, and the same incident does not hold again")
    void theBrakeHoldsUntilReleased() {
        Fixture service = settled(new Rules());
        service.fleet(new Incident("brake-1", "40 of 100 services turned DOWN within 60 s", true));
        service.rounds("FFFFF", ".....");
        assertThat(service.moves()).isEmpty();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.FLEET_BRAKED);
        assertThat(service.state().explanation().wouldChange()).isEqualTo("`failover release search`, or an order");

        service.fleet(null);
        service.rounds("FF", "..");
        assertThat(service.diagnosis()).as("what was held stays held").isEqualTo(Diagnosis.FLEET_BRAKED);

        service.fleet(new Incident("brake-1", "40 of 100 services turned DOWN within 60 s", true));
        service.apply(new CommandSeen.Release());
        service.rounds("F", ".");
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    @DisplayName("scenario 28: while many only begin to fail moves wait, and go on when that is over")
    void aShakingFleetMakesMovesWait() {
        Fixture service = settled(new Rules());
        service.fleet(new Incident("shaking", "checks fail at many services at once", false));
        service.rounds("FFFFF", ".....");
        assertThat(service.moves()).isEmpty();
        assertThat(service.state().brake()).isNull();

        service.fleet(null);
        service.rounds("F", ".");
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
    }

    @Test
    void theBrakeEndsWhenTheActiveEndpointIsWellAgain() {
        Fixture service = settled(new Rules());
        service.fleet(new Incident("brake-1", "many", true));
        service.rounds("FFF", "...");
        service.fleet(null);
        service.rounds("...", "...");

        assertThat(service.state().brake()).isNull();
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.SETTLED);
    }

    @Test
    @DisplayName("scenario 12: latency between its marks keeps the side that it is on")
    void gradedFiguresHaveTwoMarks() {
        Policy policy = new Rules().mark(Mark.LAG_SECONDS, 10, 5).policy();
        Fixture service = Fixture.settled(policy);
        for (double figure : new double[] {9, 7, 9}) {
            service.pass(1);
            service.lag("a", figure);
        }
        assertThat(tally(service).failures()).isZero();
        for (double figure : new double[] {10, 9, 6}) {
            service.pass(1);
            service.lag("a", figure);
        }
        assertThat(tally(service).vote()).isEqualTo(Vote.DOWN);
        assertThat(tally(service).why()).isEqualTo("lagSeconds high");
        for (double figure : new double[] {5, 9, 9}) {
            service.pass(1);
            service.lag("a", figure);
        }
        assertThat(tally(service).vote()).isEqualTo(Vote.UP);
    }

    private static Tally tally(Fixture service) {
        Tally tally =
                service.state().endpoint("secondary", service.now()).tallies().get("a");
        if (tally == null) {
            throw new AssertionError("no tally");
        }
        return tally;
    }
}
