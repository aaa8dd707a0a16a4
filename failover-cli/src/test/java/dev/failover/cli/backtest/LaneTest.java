package dev.failover.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Lane<Look> lane = new Lane<>();

    @Test
    void theSameAgainIsNoNewRun() {
        lane.note(NOON, Look.UP);
        lane.note(NOON.plusSeconds(1), Look.UP);
        lane.note(NOON.plusSeconds(2), Look.DOWN);

        assertThat(lane.runs())
                .containsExactly(new Lane.Run<>(NOON, Look.UP), new Lane.Run<>(NOON.plusSeconds(2), Look.DOWN));
    }

    @Test
    void aDayOfFlappingIsFewRunsAndNoFailureIsLost() {
        for (int i = 0; i < 86_400; i++) {
            lane.note(NOON.plusSeconds(i), i % 2 == 0 ? Look.UP : Look.DOWN);
        }

        assertThat(lane.runs()).hasSizeLessThanOrEqualTo(Lane.MOST);
        assertThat(lane.merged(Duration.ofMinutes(2)))
                .extracting(Lane.Run::kind)
                .contains(Look.DOWN);
    }

    @Test
    void aShortRunCountsAsTheWorseOfTheTwo() {
        lane.note(NOON, Look.UP);
        lane.note(NOON.plusSeconds(60), Look.DOWN);
        lane.note(NOON.plusSeconds(61), Look.UP);
        lane.note(NOON.plusSeconds(200), Look.UP);

        assertThat(lane.merged(Duration.ofSeconds(10)))
                .isEqualTo(List.of(new Lane.Run<>(NOON, Look.UP), new Lane.Run<>(NOON.plusSeconds(60), Look.DOWN)));
    }
}
