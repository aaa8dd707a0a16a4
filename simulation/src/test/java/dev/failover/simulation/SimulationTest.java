package dev.failover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many lives, each of its own seed: {@code -Dseeds=20000} for a long run, {@code -Dseed=17} to repeat one and hear of it. */
class SimulationTest {

    private static final long SEEDS = Long.getLong("seeds", 500);

    @Test
    void whateverFailsTheInvariantsHoldAndEveryServiceConverges() {
        Long only = Long.getLong("seed");
        long began = System.nanoTime();
        List<Life.Lived> lives = only != null
                ? List.of(new Life(only, Canary.NONE, true).live())
                : LongStream.rangeClosed(1, SEEDS)
                        .parallel()
                        .mapToObj(seed -> new Life(seed, Canary.NONE, false).live())
                        .toList();
        tell(lives, Duration.ofNanos(System.nanoTime() - began));
        assertThat(lives.stream().mapToLong(Life.Lived::decisions).sum())
                .as("lives without decisions prove nothing")
                .isGreaterThan(lives.size());
    }

    private static void tell(List<Life.Lived> lives, Duration took) {
        long events = lives.stream().mapToLong(Life.Lived::events).sum();
        Duration slowest = lives.stream()
                .map(Life.Lived::convergedAfter)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        System.out.printf(
                "%d seeds, %,d events, %,d decisions in %d s: %,d events a minute; the last change %d s after the last fault%n",
                lives.size(),
                events,
                lives.stream().mapToLong(Life.Lived::decisions).sum(),
                took.toSeconds(),
                events * 60_000 / Math.max(1, took.toMillis()),
                slowest.toSeconds());
    }
}
