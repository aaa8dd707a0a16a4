package dev.failover.cli.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was the case over time, as runs of the same. It keeps at most {@link #MOST} runs: beyond that short neighbours become
 * one, of which the worse counts.
 *
 * @param <K> what can be the case, the later the worse
 */
final class Lane<K extends Comparable<K>> {

    static final int MOST = 2_000;

    /** From a time until the next run begins. */
    record Run<K>(Instant from, K kind) {}

    private List<Run<K>> runs = new ArrayList<>();
    private Duration shortest = Duration.ofMillis(500);

    /** It is so since this time; nothing where it was so already. */
    void note(Instant at, K kind) {
        if (!runs.isEmpty() && runs.get(runs.size() - 1).kind().equals(kind)) {
            return;
        }
        runs.add(new Run<>(at, kind));
        while (runs.size() > MOST) {
            shortest = shortest.multipliedBy(2);
            runs = merged(shortest);
        }
    }

    /** In the order of time. */
    List<Run<K>> runs() {
        return List.copyOf(runs);
    }

    /** The same, with nothing shorter than this but for the last. */
    List<Run<K>> merged(Duration least) {
        List<Run<K>> merged = new ArrayList<>();
        for (Run<K> run : runs) {
            Run<K> last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last == null) {
                merged.add(run);
            } else if (Duration.between(last.from(), run.from()).compareTo(least) < 0) {
                K worse = last.kind().compareTo(run.kind()) < 0 ? run.kind() : last.kind();
                merged.set(merged.size() - 1, new Run<>(last.from(), worse));
            } else if (!last.kind().equals(run.kind())) {
                merged.add(run);
            }
        }
        return merged;
    }
}
