package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.decision.core.Brake;
import dev.failover.decision.core.ByName;
import dev.failover.decision.core.CoolDown;
import dev.failover.decision.core.Diagnosis;
import dev.failover.decision.core.Endpoint;
import dev.failover.decision.core.Explanation;
import dev.failover.decision.core.Incident;
import dev.failover.decision.core.Instructions;
import dev.failover.decision.core.Intent;
import dev.failover.decision.core.Lag;
import dev.failover.decision.core.Mode;
import dev.failover.decision.core.MoveKind;
import dev.failover.decision.core.Order;
import dev.failover.decision.core.Refusal;
import dev.failover.decision.core.Residue;
import dev.failover.decision.core.ResidueRule;
import dev.failover.decision.core.Shift;
import dev.failover.decision.core.State;
import dev.failover.decision.core.Tally;
import dev.failover.decision.core.Verdict;
import dev.failover.decision.core.Vote;
import dev.failover.event.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateMappingTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void nothingIsLostOnTheWayToKafkaAndBack() {
        Tally tally = new Tally(
                Vote.DOWN,
                3,
                1,
                7,
                9,
                "boot",
                17,
                NOON,
                NOON.minusSeconds(1),
                NOON.minusSeconds(4),
                true,
                Set.of("latencyMillis"),
                "TIMEOUT",
                "read-only",
                Duration.ofMillis(3),
                2);
        Endpoint endpoint = new Endpoint(
                Verdict.SUSPECT,
                NOON.minusSeconds(2),
                ByName.of("a", tally),
                List.of(NOON.minusSeconds(99)),
                new Lag(Duration.ofSeconds(3), NOON),
                new Residue(
                        new ResidueRule("sessions", 3, Duration.ofMinutes(5)),
                        NOON.minusSeconds(400),
                        Residue.Status.PARTIALLY_EFFECTIVE,
                        NOON.minusSeconds(100),
                        new Residue.Figure(42, NOON.minusSeconds(1), "a"),
                        2));
        Instructions.Term term = new Instructions.Term(NOON.plusSeconds(2), "ana", "calm");
        State full = new State(
                NOON.minusSeconds(9),
                Mode.AUTO,
                ByName.of("primary", endpoint),
                "primary",
                4,
                new Intent("search-4", 4, MoveKind.FAILOVER, "primary", "secondary", "why", true, NOON, NOON, NOON, 25),
                new Refusal("search-3", "HUMAN_EDIT", NOON, "primary"),
                new CoolDown(NOON, NOON.plusSeconds(1), MoveKind.FAILOVER, true),
                new Instructions(
                        new Order("secondary", true, "bob", "drill", NOON, NOON.plusSeconds(60), true),
                        "a note",
                        term,
                        new Instructions.Pin("secondary", term),
                        ByName.of("primary", term)),
                new Brake(new Incident("brake-1", "many", true), NOON, true),
                new Explanation(Diagnosis.IN_FLIGHT, NOON, "moving", List.of("one at a time"), "a confirmation"),
                new Shift("secondary", 5, MoveKind.MANUAL, "drill", NOON));

        assertThat(StateMapping.state(StateMapping.event("search", full, null, NOON)))
                .isEqualTo(full);
    }

    @Test
    void aServiceThatIsNewComesThroughToo() {
        State fresh = State.unclaimed(Mode.SHADOW);

        assertThat(StateMapping.state(StateMapping.event("search", fresh, null, NOON)))
                .isEqualTo(fresh);
    }

    @Test
    void aDiagnosisOfANewerWriterIsNoReasonToForgetTheState() {
        ServiceState event = StateMapping.event("search", State.unclaimed(Mode.AUTO), null, NOON);
        ServiceState newer = new ServiceState(
                event.service(),
                event.at(),
                event.mode(),
                "primary",
                9,
                event.endpoints(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                new ServiceState.Explanation("ADDED_LATER", NOON, "a sentence", List.of(), "something"));

        assertThat(StateMapping.state(newer).epoch()).isEqualTo(9);
    }
}
