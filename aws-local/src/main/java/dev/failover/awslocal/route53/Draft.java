package dev.failover.awslocal.route53;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A zone's record sets with a batch's changes laid over them; the zone itself stays as it is until the end. */
final class Draft {

    private final NavigableMap<RecordKey, RecordSet> base;
    private final NavigableMap<RecordKey, Optional<RecordSet>> changed = new TreeMap<>();

    Draft(NavigableMap<RecordKey, RecordSet> base) {
        this.base = base;
    }

    Optional<RecordSet> get(RecordKey key) {
        Optional<RecordSet> own = changed.get(key);
        return own != null ? own : Optional.ofNullable(base.get(key));
    }

    void put(RecordSet set) {
        changed.put(set.key(), Optional.of(set));
    }

    void remove(RecordKey key) {
        changed.put(key, Optional.empty());
    }

    /** All sets of a name, as they will be. */
    List<RecordSet> at(DomainName name) {
        RecordKey first = new RecordKey(name, "", "");
        TreeMap<RecordKey, RecordSet> merged = new TreeMap<>(upTo(base.tailMap(first, true), name));
        upTo(changed.tailMap(first, true), name)
                .forEach((key, set) -> set.ifPresentOrElse(now -> merged.put(key, now), () -> merged.remove(key)));
        return new ArrayList<>(merged.values());
    }

    private static <V> Map<RecordKey, V> upTo(NavigableMap<RecordKey, V> from, DomainName name) {
        TreeMap<RecordKey, V> same = new TreeMap<>();
        for (Map.Entry<RecordKey, V> entry : from.entrySet()) {
            if (!entry.getKey().name().equals(name)) {
                break;
            }
            same.put(entry.getKey(), entry.getValue());
        }
        return same;
    }

    /** By how many sets the zone would grow. */
    int growth() {
        return changed.entrySet().stream()
                .mapToInt(entry -> (entry.getValue().isPresent() ? 1 : 0) - (base.containsKey(entry.getKey()) ? 1 : 0))
                .sum();
    }

    /** The changes alone: an empty value is a removed set. */
    Map<RecordKey, Optional<RecordSet>> changes() {
        return changed;
    }
}
