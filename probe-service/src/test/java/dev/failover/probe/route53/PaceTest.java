package dev.failover.probe.route53;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLI = 1_000_000;

    @Test
    void asksLessThanOnceASecondHoweverOftenItIsWanted() {
        Pace pace = new Pace(0);
        int taken = 0;
        for (long milli = 0; milli < 100_000; milli += 10) {
            taken += pace.take(milli * MILLI) ? 1 : 0;
        }

        // Two at once, and 0.8 a second.
        assertThat(taken).isBetween(80, 82);
    }

    @Test
    void aLongSilenceSavesUpNoMoreThanTwo() {
        Pace pace = new Pace(0);
        long later = Duration.ofHours(1).toNanos();

        assertThat(pace.take(later)).isTrue();
        assertThat(pace.take(later)).isTrue();
        assertThat(pace.take(later)).isFalse();
    }

    @Test
    void manyHealthChecksWaitLongerForTheirTurn() {
        assertThat(Pace.turn(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Pace.turn(4)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Pace.turn(40)).isEqualTo(Duration.ofSeconds(50));
    }
}
