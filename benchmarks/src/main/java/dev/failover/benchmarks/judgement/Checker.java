package dev.failover.benchmarks.judgement;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/** Checks one endpoint from one location, one check after the other, each up to 50 ms late by chance. */
final class Checker {

    private static final int JITTER_MILLIS = 50;

    /**
     * When checks run: on a grid of the interval's width, sooner while the counter is not settled.
     *
     * @param fromEnd on no grid: each so long after the end of the last one
     */
    record Pace(long interval, long unsettled, long timeout, boolean fromEnd) {
        static Pace every(long interval, long timeout) {
            return new Pace(interval, interval, timeout, false);
        }
    }

    /** One check that has ended. */
    record Check(Checker by, long startMillis, long endMillis, boolean passed) {}

    private final int location;
    private final Place place;
    private final LongFunction<Sight> view;
    private final Pace pace;
    private final Counter counter;
    private final RandomGenerator random;
    private final long phase;
    private long due;
    private Check running;

    Checker(Trace trace, int location, Place place, Pace pace, Counter counter, RandomGenerator random) {
        this(location, place, at -> trace.look(location, place, at), pace, counter, random);
    }

    private Checker(
            int location, Place place, LongFunction<Sight> view, Pace pace, Counter counter, RandomGenerator random) {
        this.location = location;
        this.place = place;
        this.view = view;
        this.pace = pace;
        this.counter = counter;
        this.random = random;
        this.phase = random.nextLong(pace.interval());
        this.due = phase;
        this.running = started();
    }

    /** What every location asks together: any sign of life from anywhere will do, a refusal, too. */
    static Checker together(Trace trace, Place place, Pace pace, Counter counter, RandomGenerator random) {
        LongFunction<Sight> view = at -> Trace.EVERYWHERE.stream()
                        .allMatch(location -> trace.look(location, place, at).equals(Sight.SILENT))
                ? Sight.SILENT
                : Sight.WELL;
        return new Checker(0, place, view, pace, counter, random);
    }

    /** Runs these until the trace ends, and tells of each check when it ends. */
    static void run(Trace trace, List<Checker> checkers, Consumer<Check> ended) {
        Queue<Checker> queue = new PriorityQueue<>(Comparator.comparingLong(checker -> checker.running.endMillis()));
        queue.addAll(checkers);
        while (queue.element().running.endMillis() <= trace.lengthMillis()) {
            Checker next = queue.remove();
            Check check = next.running;
            next.end();
            queue.add(next);
            ended.accept(check);
        }
    }

    private Check started() {
        long start = due + random.nextInt(JITTER_MILLIS);
        Sight sight = view.apply(start);
        return new Check(
                this, start, start + Math.min(sight.afterMillis(), pace.timeout()), sight.passes(pace.timeout()));
    }

    private void end() {
        counter.count(running.passed());
        if (pace.fromEnd()) {
            due = running.endMillis() + (counter.settled() ? pace.interval() : pace.unsettled());
        } else {
            long soonest = Math.max(due + pace.unsettled(), running.endMillis());
            due = counter.settled() ? onGrid(soonest) : soonest;
        }
        running = started();
    }

    /** The first point from there on that the interval's grid has. */
    private long onGrid(long millis) {
        return millis + Math.floorMod(phase - millis, pace.interval());
    }

    int location() {
        return location;
    }

    Place place() {
        return place;
    }

    boolean up() {
        return counter.up();
    }
}
