package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallWatchTest {

    private final VirtualTimers timers = new VirtualTimers();
    private final StallWatch stalls = new StallWatch(timers);

    @Test
    void aLoopThatTurnsHasNoStandstill() {
        stalls.start();

        timers.pass(Duration.ofSeconds(10));

        assertThat(stalls.total()).isZero();
        assertThat(stalls.silence()).isLessThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void aStandstillCountsWhileItLastsAndOnlyOnce() {
        stalls.start();
        timers.pass(Duration.ofSeconds(1));

        timers.standStill(Duration.ofSeconds(3));
        Duration during = stalls.total();
        timers.pass(Duration.ofSeconds(1));

        assertThat(during).isBetween(Duration.ofMillis(2_960), Duration.ofSeconds(3));
        assertThat(stalls.total()).isEqualTo(during);
    }

    @Test
    void aLoopThatHasDiedIsSilent() {
        stalls.start();
        timers.pass(Duration.ofSeconds(1));

        timers.standStill(Duration.ofSeconds(20));

        assertThat(stalls.silence()).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }
}
