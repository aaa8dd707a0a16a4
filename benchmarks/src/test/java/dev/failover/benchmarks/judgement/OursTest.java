package dev.failover.benchmarks.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OursTest {

    @Test
    @DisplayName(
            "scenario 2: with two of three locations blind, ours does not see that the primary dies; the cost of a quorum")
    void staysWhileTheQuorumIsBlind() {
        Trace trace = new Trace("blind and dead", "", 180_000)
                .blinded(Set.of(0, 1), at -> at >= 60_000)
                .troubled(Place.PRIMARY, Trace.EVERYWHERE, at -> at >= 90_000, at -> Sight.REFUSED)
                .really(Place.PRIMARY, 90_000, Truth.FAILS);

        List<Move> moves = Ours.eachSecond().judge(trace, new SplittableRandom(1));

        assertThat(Score.of(trace, moves).missed()).isOne();
    }
}
