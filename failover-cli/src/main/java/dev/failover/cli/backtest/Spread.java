package dev.failover.cli.backtest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a set of times is spread; percentiles by the nearest rank. */
record Spread(int count, Duration min, Duration median, Duration p95, Duration max) {

    static Optional<Spread> of(List<Duration> times) {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> sorted = times.stream().sorted().toList();
        return Optional.of(new Spread(
                sorted.size(), sorted.get(0), rank(sorted, 50), rank(sorted, 95), sorted.get(sorted.size() - 1)));
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return sorted.get(Math.max(rank, 1) - 1);
    }

    @Override
    public String toString() {
        return "min " + seconds(min) + ", median " + seconds(median) + ", p95 " + seconds(p95) + ", max " + seconds(max)
                + " (" + count + ")";
    }

    private static String seconds(Duration time) {
        return "%.2f s".formatted(time.toMillis() / 1000.0);
    }
}
