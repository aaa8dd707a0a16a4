package dev.failover.awslocal.dns;

import dev.failover.awslocal.route53.RecordSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Which record sets of one name and type answer, by their routing policy; healthy ones before others. */
public final class Choice {

    static final int MAX_MULTIVALUE = 8;

    private final Predicate<RecordSet> healthy;
    private final Random random;

    public Choice(Predicate<RecordSet> healthy, Random random) {
        this.healthy = healthy;
        this.random = random;
    }

    List<RecordSet> among(List<RecordSet> sets) {
        if (sets.isEmpty()) {
            return sets;
        }
        return switch (sets.get(0).routing().kind()) {
            case SIMPLE -> sets;
            case WEIGHTED -> List.of(weighted(sets));
            case FAILOVER -> List.of(failover(sets));
            case LATENCY -> List.of(usable(sets).get(0));
            case GEOLOCATION ->
                sets.stream().filter(set -> set.routing().isDefaultLocation()).toList();
            case MULTIVALUE -> multivalue(usable(sets));
        };
    }

    /** The healthy ones; when none is, all (the answer is never empty). */
    private List<RecordSet> usable(List<RecordSet> sets) {
        List<RecordSet> usable = sets.stream().filter(healthy).toList();
        return usable.isEmpty() ? sets : usable;
    }

    /** Weight 0 counts only when nothing else is healthy; all weights 0 are equal. */
    private RecordSet weighted(List<RecordSet> sets) {
        List<RecordSet> weighing =
                sets.stream().filter(set -> set.routing().weight() > 0).toList();
        List<RecordSet> healthyWeighing = weighing.stream().filter(healthy).toList();
        if (!healthyWeighing.isEmpty()) {
            return byWeight(healthyWeighing);
        }
        List<RecordSet> resting = sets.stream()
                .filter(set -> set.routing().weight() == 0)
                .filter(healthy)
                .toList();
        if (!resting.isEmpty()) {
            return resting.get(random.nextInt(resting.size()));
        }
        return weighing.isEmpty() ? sets.get(random.nextInt(sets.size())) : byWeight(weighing);
    }

    private RecordSet byWeight(List<RecordSet> sets) {
        int total = sets.stream().mapToInt(set -> set.routing().weight()).sum();
        int at = random.nextInt(total);
        for (RecordSet set : sets) {
            at -= set.routing().weight();
            if (at < 0) {
                return set;
            }
        }
        throw new AssertionError("weights do not add up to " + total);
    }

    /** Both unhealthy means the primary. */
    private RecordSet failover(List<RecordSet> sets) {
        List<RecordSet> ordered = new ArrayList<>(sets);
        ordered.sort(
                (a, b) -> Boolean.compare(b.routing().isPrimary(), a.routing().isPrimary()));
        return usable(ordered).get(0);
    }

    private List<RecordSet> multivalue(List<RecordSet> sets) {
        List<RecordSet> shuffled = new ArrayList<>(sets);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(shuffled.size(), MAX_MULTIVALUE));
    }
}
