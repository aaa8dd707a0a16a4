package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.decision.core.Diagnosis;
import dev.failover.decision.core.Endpoint;
import dev.failover.decision.core.Explanation;
import dev.failover.decision.core.Intent;
import dev.failover.decision.core.Mode;
import dev.failover.decision.core.MoveKind;
import dev.failover.decision.core.Order;
import dev.failover.decision.core.Pause;
import dev.failover.decision.core.Refusal;
import dev.failover.decision.core.State;
import dev.failover.decision.core.Tally;
import dev.failover.decision.core.Verdict;
import dev.failover.decision.core.Vote;
import dev.failover.event.ServiceState;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateMappingTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void nothingIsLostOnTheWayToKafkaAndBack() {
        TreeMap<String, Tally> tallies = new TreeMap<>();
        tallies.put(
                "a", new Tally(Vote.DOWN, 3, 1, 7, 9, "boot", 17, NOON, NOON.minusSeconds(1), NOON.minusSeconds(4)));
        TreeMap<String, Endpoint> endpoints = new TreeMap<>();
        endpoints.put("primary", new Endpoint(Verdict.SUSPECT, NOON.minusSeconds(2), tallies));
        State full = new State(
                Mode.AUTO,
                endpoints,
                "primary",
                4,
                new Intent("search-4", 4, MoveKind.FAILOVER, "primary", "secondary", "why", true, NOON, NOON, NOON),
                new Refusal("search-3", "HUMAN_EDIT", NOON),
                NOON.plusSeconds(1),
                new Pause(NOON.plusSeconds(2), "ana", "calm"),
                new Order("secondary", true, "bob", "drill", NOON),
                "a note",
                NOON.minusSeconds(9),
                new Explanation(Diagnosis.IN_FLIGHT, "moving", "a confirmation"));

        assertThat(StateMapping.state(StateMapping.event("search", full, NOON))).isEqualTo(full);
    }

    @Test
    void aServiceThatIsNewComesThroughToo() {
        State fresh = State.unclaimed(Mode.SHADOW);

        assertThat(StateMapping.state(StateMapping.event("search", fresh, NOON)))
                .isEqualTo(fresh);
    }

    @Test
    void aDiagnosisOfANewerWriterIsNoReasonToForgetTheState() {
        ServiceState event = StateMapping.event("search", State.unclaimed(Mode.AUTO), NOON);
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
                new ServiceState.Explanation("ADDED_LATER", "a sentence", "something"));

        assertThat(StateMapping.state(newer).epoch()).isEqualTo(9);
    }
}
