package dev.failover.decision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The name moves from primary to secondary, 60 s are given, and 3 sessions are normal. */
@DisplayName("scenario 58: clients that do not follow the name")
class ResidueTest {

    private final Rules rules = new Rules().residue("sessions", 3, 60);
    private final Fixture service = Fixture.settled(rules.policy());

    @Test
    @DisplayName("scenario 58: figures above the mark make the move PARTIALLY_EFFECTIVE once clients had their time")
    void saysThatClientsStay() {
        moved();
        sessions(59, 42);
        assertThat(status()).isEqualTo(Residue.Status.WAITING);

        sessions(1, 42);

        assertThat(status()).isEqualTo(Residue.Status.PARTIALLY_EFFECTIVE);
        Residue residue = residue();
        assertThat(residue.leftAt().plusSeconds(60)).isEqualTo(service.now());
        assertThat(residue.since()).isEqualTo(service.now());
        assertThat(residue.figure()).isEqualTo(new Residue.Figure(42, service.now(), "c"));
    }

    @Test
    @DisplayName("scenario 58: what stays moves and holds nothing")
    void isNoReasonForAnything() {
        moved();
        sessions(70, 42);
        assertThat(service.moves()).containsExactly("FAILOVER secondary");
        assertThat(service.diagnosis()).isEqualTo(Diagnosis.FAILBACK_READY);

        service.order("primary", false);

        assertThat(service.moves()).containsExactly("FAILOVER secondary", "MANUAL primary");
    }

    @Test
    @DisplayName("scenario 58: a few figures in a row of each location, none above the mark, make it effective")
    void saysThatClientsHaveLeft() {
        moved();
        sessions(61, 42);
        sessions(2, 3);
        assertThat(status()).as("6 of 9 figures").isEqualTo(Residue.Status.PARTIALLY_EFFECTIVE);

        sessions(1, 3);

        assertThat(status()).isEqualTo(Residue.Status.EFFECTIVE);
    }

    @Test
    @DisplayName("scenario 58: clients that had left before their time was over are never told of")
    void wasEffectiveAllAlong() {
        moved();
        sessions(60, 1);

        assertThat(status()).isEqualTo(Residue.Status.EFFECTIVE);
        assertThat(residue().since()).isEqualTo(service.now());
    }

    @Test
    @DisplayName("scenario 58: one location that sees clients is enough, whatever the others see")
    void oneLocationOfThreeSeesClients() {
        moved();
        for (int i = 1; i < 90; i++) {
            service.pass(1);
            service.used("a", "primary", '.', 42);
            service.used("b", "primary", '.', 0);
            service.used("c", "primary", '.', 0);
            service.tick();
            assertThat(status()).isEqualTo(i < 60 ? Residue.Status.WAITING : Residue.Status.PARTIALLY_EFFECTIVE);
            assertThat(residue().figure()).isEqualTo(new Residue.Figure(42, service.now(), "a"));
        }
    }

    @Test
    @DisplayName("scenario 58: without a fresh figure it is unknown, never effective")
    void isUnknownWithoutFigures() {
        moved();
        service.rounds("F".repeat(70), ".".repeat(70));
        assertThat(status()).isEqualTo(Residue.Status.UNKNOWN);

        sessions(3, 42);
        assertThat(status()).isEqualTo(Residue.Status.PARTIALLY_EFFECTIVE);
        service.rounds("_".repeat(11), ".".repeat(11));
        assertThat(status()).as("the last figure is 11 s old").isEqualTo(Residue.Status.UNKNOWN);

        sessions(2, 0);
        assertThat(status()).as("too few since").isEqualTo(Residue.Status.UNKNOWN);
        sessions(1, 0);
        assertThat(status()).isEqualTo(Residue.Status.EFFECTIVE);
    }

    @Test
    @DisplayName("scenario 58: an endpoint whose checks fail still tells who is there")
    void failedChecksTellToo() {
        moved();
        for (int i = 0; i < 61; i++) {
            service.pass(1);
            List.of("a", "b", "c").forEach(location -> service.used(location, "primary", 'F', 42));
            service.rounds("_", ".");
        }
        assertThat(status()).isEqualTo(Residue.Status.PARTIALLY_EFFECTIVE);
    }

    @Test
    @DisplayName("scenario 58: the prober's own faults tell nothing")
    void ownFaultsTellNothing() {
        moved();
        for (int i = 0; i < 61; i++) {
            service.pass(1);
            List.of("a", "b", "c").forEach(location -> service.used(location, "primary", '?', 0));
            service.rounds("_", ".");
        }
        assertThat(status()).isEqualTo(Residue.Status.UNKNOWN);
    }

    @Test
    @DisplayName("scenario 58: the next move ends it and begins anew at the other side")
    void theNextMoveEndsIt() {
        moved();
        sessions(61, 42);
        service.order("primary", true);
        service.confirm("primary");
        service.tick();

        assertThat(service.state().endpoint("primary", service.now()).residue()).isNull();
        assertThat(service.state().residue()).isEqualTo(Residue.Status.WAITING);
    }

    @Test
    @DisplayName("scenario 58: it goes with the policy's key, and follows another mark")
    void followsThePolicy() {
        moved();
        sessions(61, 42);
        service.change(new Rules().residue("sessions", 50, 60).policy());
        service.tick();
        sessions(3, 42);
        assertThat(status()).isEqualTo(Residue.Status.EFFECTIVE);

        service.change(new Rules().policy());
        service.tick();
        assertThat(service.state().residue()).isNull();
    }

    @Test
    @DisplayName("scenario 58: what was only planned, in shadow or dry run, has left no client behind")
    void nothingIsLeftByAPlan() {
        service.rounds("FFF", "...");
        service.answer(ChangeSeen.Result.PLANNED, "dry run");

        assertThat(service.state().active()).isEqualTo("secondary");
        assertThat(service.state().residue()).isNull();
    }

    @Test
    @DisplayName("scenario 58: another figure of the same kind is no other state to publish")
    void figuresAloneAreNoNews() {
        moved();
        sessions(70, 42);
        State before = service.state();

        sessions(5, 43);

        assertThat(service.state().judgesLike(before)).isTrue();
        sessions(3, 0);
        assertThat(service.state().judgesLike(before)).isFalse();
    }

    private void moved() {
        service.rounds("FFF", "...");
        service.confirm("secondary");
        assertThat(service.state().active()).isEqualTo("secondary");
    }

    /** So many seconds with this figure of the primary in all locations. */
    private void sessions(int seconds, double figure) {
        for (int i = 0; i < seconds; i++) {
            service.pass(1);
            for (String location : List.of("a", "b", "c")) {
                service.used(location, "primary", '.', figure);
                service.see(location, "secondary", '.');
            }
            service.tick();
        }
    }

    private Residue.@Nullable Status status() {
        return service.state().residue();
    }

    private Residue residue() {
        return Objects.requireNonNull(
                service.state().endpoint("primary", service.now()).residue());
    }
}
