package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final VirtualTime time = new VirtualTime();
    private final Circuit circuit = new Circuit("reads", time);

    @Test
    @DisplayName("scenario 51: opens after five failures in a row over ten seconds, and says since when")
    void opensAfterFailuresOverSomeTime() {
        fail(4, 2_000);
        assertThat(circuit.objection()).isEmpty();
        fail(1, 2_000);
        fail(1, 0);

        assertThat(circuit.objection())
                .contains("reads fail since 2026-03-01T12:00:00Z, none is made for now: timed out");
    }

    @Test
    void manyFailuresAtOnceDoNotOpenIt() {
        fail(100, 90);

        assertThat(circuit.whyOpen()).isEmpty();
    }

    @Test
    void fewFailuresOverLongDoNotOpenIt() {
        fail(4, 60_000);

        assertThat(circuit.whyOpen()).isEmpty();
    }

    @Test
    void anAnswerInBetweenBeginsAnew() {
        fail(4, 5_000);
        circuit.answered();
        fail(4, 5_000);

        assertThat(circuit.whyOpen()).isEmpty();
    }

    @Test
    @DisplayName("scenario 51: while it is open one call each five seconds is a trial, for hours")
    void triesOnceInAWhile() {
        fail(6, 2_000);
        int trials = 0;
        for (int tenth = 0; tenth < 2 * 3_600 * 10; tenth++) {
            time.skip(100);
            if (circuit.objection().isEmpty()) {
                trials++;
                circuit.failed("timed out");
            }
        }

        assertThat(trials).isEqualTo(2 * 3_600 / 5);
        assertThat(circuit.whyOpen())
                .contains("reads fail since 2026-03-01T12:00:00Z, none is made for now: timed out");
    }

    @Test
    void theFirstAnswerClosesIt() {
        fail(6, 2_000);
        time.skip(Circuit.TRIAL_EVERY.toMillis());
        assertThat(circuit.objection()).isEmpty();
        circuit.answered();

        assertThat(circuit.objection()).isEmpty();
        assertThat(circuit.objection()).isEmpty();
        assertThat(circuit.whyOpen()).isEmpty();
        assertThat(Duration.between(Decisions.NOON, time.instant())).isGreaterThan(Circuit.FOR_AS_LONG);
    }

    private void fail(int times, long millisAfterEach) {
        for (int i = 0; i < times; i++) {
            circuit.failed("timed out");
            time.skip(millisAfterEach);
        }
    }
}
