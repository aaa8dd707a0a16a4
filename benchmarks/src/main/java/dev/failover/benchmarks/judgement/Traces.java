package dev.failover.benchmarks.judgement;

import static dev.failover.benchmarks.judgement.Place.PRIMARY;
import static dev.failover.benchmarks.judgement.Place.SECONDARY;
import static dev.failover.benchmarks.judgement.Trace.EVERYWHERE;
import static dev.failover.benchmarks.judgement.Truth.EITHER;
import static dev.failover.benchmarks.judgement.Truth.FAILS;
import static dev.failover.benchmarks.judgement.Truth.SERVES;

import dev.failover.event.Policy.Mark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;

/** The troubles that are compared. The seed says when one begins and which location it befalls. */
final class Traces {

    private static final long MINUTE = 60_000;
    private static final long LENGTH = 8 * MINUTE;
    private static final long RISE = 5 * MINUTE;

    private final long start;
    private final Set<Integer> one;
    private final Set<Integer> others;

    private Traces(SplittableRandom random) {
        this.start = MINUTE + random.nextInt(10_000);
        int location = random.nextInt(Trace.LOCATIONS);
        this.one = Set.of(location);
        this.others = Set.of((location + 1) % Trace.LOCATIONS, (location + 2) % Trace.LOCATIONS);
    }

    static List<Trace> all(long seed) {
        Traces traces = new Traces(new SplittableRandom(seed));
        return List.of(
                new Trace("steady", "most days", LENGTH),
                traces.pause("blip, 0.4 s", "a reset connection, a lost packet", 400),
                traces.pause("pause, 1.5 s", "a garbage collection, a leader's election", 1500),
                traces.flapping("flapping, 2 s", "period near that of the checks", 2000),
                traces.flapping("flapping, 3 s", "failures shorter than three checks", 3000),
                traces.flapping("flapping, 10 s", "a process that is restarted and dies again", 10_000),
                traces.flapping("flapping, 60 s", "it looks well for long enough to be trusted", 60_000),
                traces.blind("one location blind", "the prober's own network fails", traces.one),
                traces.blind("two of three blind", "the majority of what is seen is wrong", traces.others),
                traces.partition(),
                traces.degradation(),
                traces.crash(),
                traces.zoneLoss(),
                traces.bothDown(),
                traces.secondaryFirst(),
                traces.relapse());
    }

    private static LongPredicate between(long from, long until) {
        return at -> at >= from && at < until;
    }

    private Trace pause(String name, String why, long length) {
        return new Trace(name, why, LENGTH)
                .troubled(PRIMARY, EVERYWHERE, between(start, start + length), at -> Sight.REFUSED);
    }

    /** It refuses for half of each period, which is no service to anybody, however long the other half is. */
    private Trace flapping(String name, String why, long period) {
        return new Trace(name, why, LENGTH)
                .troubled(
                        PRIMARY,
                        EVERYWHERE,
                        at -> at >= start && (at - start) % period < period / 2,
                        at -> Sight.REFUSED)
                .really(PRIMARY, start, FAILS);
    }

    private Trace blind(String name, String why, Set<Integer> locations) {
        return new Trace(name, why, LENGTH).blinded(locations, between(start, start + 5 * MINUTE));
    }

    private Trace partition() {
        return new Trace("one location cut off", "it sees the world, and not the primary", LENGTH)
                .troubled(PRIMARY, one, between(start, start + 5 * MINUTE), at -> Sight.SILENT);
    }

    /** The answer takes 20 ms more every two seconds, up to 3 s. Users bear 400 ms, and not 1 s. */
    private Trace degradation() {
        return new Trace("slow degradation", "it still answers", LENGTH)
                .troubled(
                        PRIMARY,
                        EVERYWHERE,
                        at -> at >= start,
                        at -> new Sight(true, 20 + 3000 * Math.min(at - start, RISE) / RISE))
                .really(PRIMARY, start + RISE * 380 / 3000, EITHER)
                .really(PRIMARY, start + RISE * 980 / 3000, FAILS)
                .marked(Map.of("latencyMillis", new Mark(800, 400)));
    }

    private Trace crash() {
        return new Trace("crash", "the process dies, its machine refuses", LENGTH)
                .troubled(PRIMARY, EVERYWHERE, at -> at >= start, at -> Sight.REFUSED)
                .really(PRIMARY, start, FAILS);
    }

    private Trace zoneLoss() {
        return new Trace("loss of the zone", "nothing answers any more", LENGTH)
                .troubled(PRIMARY, EVERYWHERE, at -> at >= start, at -> Sight.SILENT)
                .really(PRIMARY, start, FAILS);
    }

    private Trace bothDown() {
        long end = start + 3 * MINUTE;
        return new Trace("both down", "no move helps", LENGTH)
                .troubled(PRIMARY, EVERYWHERE, between(start, end), at -> Sight.REFUSED)
                .troubled(SECONDARY, EVERYWHERE, between(start, end), at -> Sight.REFUSED)
                .really(PRIMARY, start, FAILS)
                .really(SECONDARY, start, FAILS)
                .really(PRIMARY, end, SERVES)
                .really(SECONDARY, end, SERVES);
    }

    private Trace secondaryFirst() {
        long end = start + 3 * MINUTE;
        return new Trace("both down, one returns", "the standby is well first", LENGTH)
                .troubled(PRIMARY, EVERYWHERE, at -> at >= start, at -> Sight.REFUSED)
                .troubled(SECONDARY, EVERYWHERE, between(start, end), at -> Sight.REFUSED)
                .really(PRIMARY, start, FAILS)
                .really(SECONDARY, start, FAILS)
                .really(SECONDARY, end, SERVES);
    }

    private Trace relapse() {
        long well = start + MINUTE;
        long again = well + MINUTE;
        return new Trace("recovery and relapse", "a minute of health is no promise", LENGTH)
                .troubled(PRIMARY, EVERYWHERE, between(start, well).or(at -> at >= again), at -> Sight.REFUSED)
                .really(PRIMARY, start, FAILS)
                .really(PRIMARY, well, SERVES)
                .really(PRIMARY, again, FAILS);
    }
}
