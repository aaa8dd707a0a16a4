package dev.failover.awslocal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are still to come, in their order; used on one thread. */
final class Faults {

    static final int MAX_FAULTS = 1_000;

    private final List<Fault> coming = new ArrayList<>();

    /** Takes all of them, or none when that would be too many. */
    boolean add(List<Fault> faults) {
        return coming.size() + faults.size() <= MAX_FAULTS && coming.addAll(faults);
    }

    void clear() {
        coming.clear();
    }

    List<Fault> all() {
        return List.copyOf(coming);
    }

    /** The fault of this call, if there is one; it counts as used. */
    Optional<Fault> take(String service, String operation) {
        for (int i = 0; i < coming.size(); i++) {
            Fault fault = coming.get(i);
            if (fault.hits(service, operation)) {
                if (fault.count() > 1) {
                    coming.set(i, fault.once());
                } else {
                    coming.remove(i);
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
