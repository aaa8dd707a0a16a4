package dev.failover.awslocal.route53;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change of a batch. */
public record Change(Action action, RecordSet set) {

    /** What is to be done with the set. */
    public enum Action {
        CREATE,
        DELETE,
        UPSERT
    }

    /** All changes of one call: applied together or not at all. */
    public record Batch(List<Change> changes, @Nullable String comment) {

        public Batch {
            changes = List.copyOf(changes);
        }
    }

    /** How often Route 53 counts this change's elements and characters against the batch's limits. */
    int countedTimes() {
        return action == Action.UPSERT ? 2 : 1;
    }

    int elements() {
        return countedTimes() * (set.alias() == null ? set.values().size() : 1);
    }

    int characters() {
        return countedTimes() * set.values().stream().mapToInt(String::length).sum();
    }
}
