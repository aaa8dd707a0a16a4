package dev.failover.benchmarks.judgement;

import dev.failover.event.Policy.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * What three locations would see of two endpoints at any moment, and what is really the case. Times are milliseconds from
 * the beginning; what no trouble is told of is well.
 *
 * @param why why a rule is asked about it
 * @param marks of our rules, where not the default
 */
record Trace(
        String name,
        String why,
        long lengthMillis,
        List<Trouble> troubles,
        List<Blindness> blindnesses,
        List<Fact> facts,
        Map<String, Mark> marks) {

    static final int LOCATIONS = 3;
    static final Set<Integer> EVERYWHERE = Set.of(0, 1, 2);

    /** An endpoint looks like this from some locations at some times. */
    record Trouble(Place place, Set<Integer> locations, LongPredicate when, LongFunction<Sight> sight) {}

    /** Some locations see nothing at all, their own canaries included. */
    record Blindness(Set<Integer> locations, LongPredicate when) {}

    /** This is really the case with an endpoint from one time on, until the next fact about it. */
    record Fact(Place place, long fromMillis, Truth truth) {}

    Trace(String name, String why, long lengthMillis) {
        this(name, why, lengthMillis, List.of(), List.of(), List.of(), Map.of());
    }

    Trace troubled(Place place, Set<Integer> locations, LongPredicate when, LongFunction<Sight> sight) {
        Trouble trouble = new Trouble(place, locations, when, sight);
        return new Trace(name, why, lengthMillis, and(troubles, trouble), blindnesses, facts, marks);
    }

    Trace blinded(Set<Integer> locations, LongPredicate when) {
        Blindness blindness = new Blindness(locations, when);
        return new Trace(name, why, lengthMillis, troubles, and(blindnesses, blindness), facts, marks);
    }

    Trace really(Place place, long fromMillis, Truth truth) {
        Fact fact = new Fact(place, fromMillis, truth);
        return new Trace(name, why, lengthMillis, troubles, blindnesses, and(facts, fact), marks);
    }

    Trace marked(Map<String, Mark> ours) {
        return new Trace(name, why, lengthMillis, troubles, blindnesses, facts, ours);
    }

    private static <T> List<T> and(List<T> some, T one) {
        return Stream.concat(some.stream(), Stream.of(one)).toList();
    }

    Sight look(int location, Place place, long atMillis) {
        if (isBlind(location, atMillis)) {
            return Sight.SILENT;
        }
        for (Trouble trouble : troubles) {
            if (trouble.place() == place
                    && trouble.locations().contains(location)
                    && trouble.when().test(atMillis)) {
                return trouble.sight().apply(atMillis);
            }
        }
        return Sight.WELL;
    }

    boolean isBlind(int location, long atMillis) {
        for (Blindness blindness : blindnesses) {
            if (blindness.locations().contains(location) && blindness.when().test(atMillis)) {
                return true;
            }
        }
        return false;
    }

    Truth truth(Place place, long atMillis) {
        Truth truth = Truth.SERVES;
        for (Fact fact : facts) {
            truth = fact.place() == place && fact.fromMillis() <= atMillis ? fact.truth() : truth;
        }
        return truth;
    }

    /** When the truth may change. */
    List<Long> turns() {
        TreeSet<Long> turns = new TreeSet<>();
        facts.forEach(fact -> turns.add(fact.fromMillis()));
        return new ArrayList<>(turns);
    }
}
