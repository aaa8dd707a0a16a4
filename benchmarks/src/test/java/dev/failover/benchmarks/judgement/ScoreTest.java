package dev.failover.benchmarks.judgement;

import static dev.failover.benchmarks.judgement.Place.NOWHERE;
import static dev.failover.benchmarks.judgement.Place.PRIMARY;
import static dev.failover.benchmarks.judgement.Place.SECONDARY;
import static dev.failover.benchmarks.judgement.Truth.EITHER;
import static dev.failover.benchmarks.judgement.Truth.FAILS;
import static dev.failover.benchmarks.judgement.Truth.SERVES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {

    private static final Trace WELL = new Trace("well", "", 10_000);
    private static final Trace DOWN = WELL.really(PRIMARY, 2000, FAILS);

    private static Score score(Trace trace, Move... moves) {
        return Score.of(trace, List.of(moves));
    }

    @Test
    void leavingAPrimaryThatServesIsFalse() {
        assertThat(score(WELL, new Move(1000, SECONDARY))).isEqualTo(new Score(1, 1, 0, List.of()));
    }

    @Test
    void goingBackToAPrimaryThatServesIsNot() {
        Trace recovered = DOWN.really(PRIMARY, 5000, SERVES);

        assertThat(score(recovered, new Move(3000, SECONDARY), new Move(6000, PRIMARY)))
                .isEqualTo(new Score(2, 0, 0, List.of(1000L)));
    }

    @Test
    void goingToAnEndpointThatFailsIsFalse() {
        assertThat(score(DOWN, new Move(2500, SECONDARY), new Move(3000, PRIMARY)))
                .isEqualTo(new Score(2, 1, 0, List.of(500L)));
    }

    @Test
    void givingNoAnswerIsFalseWhileAnEndpointServes() {
        assertThat(score(DOWN, new Move(3000, NOWHERE)).falseMoves()).isOne();
        assertThat(score(DOWN.really(SECONDARY, 2000, FAILS), new Move(3000, NOWHERE))
                        .falseMoves())
                .isZero();
    }

    @Test
    void aFailureThatNothingAnswersIsMissed() {
        assertThat(score(DOWN)).isEqualTo(new Score(0, 0, 1, List.of()));
    }

    @Test
    void aFailureThatEndsBeforeTheMoveIsMissed() {
        Trace recovered = DOWN.really(PRIMARY, 5000, SERVES);

        assertThat(score(recovered, new Move(5500, SECONDARY))).isEqualTo(new Score(1, 1, 1, List.of()));
    }

    @Test
    void whereEitherIsRightNothingIsFalseAndNothingIsMissed() {
        Trace unclear = WELL.really(PRIMARY, 2000, EITHER);

        assertThat(score(unclear)).isEqualTo(new Score(0, 0, 0, List.of()));
        assertThat(score(unclear, new Move(3000, SECONDARY)).falseMoves()).isZero();
    }
}
