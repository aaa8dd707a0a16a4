package dev.failover.dns.plan;

import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as the zone has it, or shall have it.
 *
 * @param sets all of its name and type, in the zone's order; one for a simple record
 */
public record RecordSnapshot(List<RecordSet> sets) {

    public RecordSnapshot {
        sets = List.copyOf(sets);
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("a record has at least one set");
        }
    }

    /**
     * A simple one.
     *
     * @param ttl null for an alias, which has none of its own
     */
    public RecordSnapshot(Target target, @Nullable Duration ttl) {
        this(List.of(new RecordSet(target, ttl, RecordSet.SIMPLE, null)));
    }

    /** The set that has the name; empty where weights and roles give it to none, or to several. */
    public Optional<RecordSet> answering() {
        List<RecordSet> answering = allAnswering();
        return answering.size() == 1 ? Optional.of(answering.get(0)) : Optional.empty();
    }

    /** The sets that are answered as weights and roles say: more than one in a gradual move. */
    public List<RecordSet> allAnswering() {
        return sets.stream().filter(RecordSet::answers).toList();
    }

    /** What the name answers, where one set has it. */
    public Target target() {
        return answering()
                .orElseThrow(() -> new IllegalStateException("none, or several, of " + sets))
                .target();
    }

    /** What the name answers: one of these. */
    public List<Target> targets() {
        return allAnswering().stream().map(RecordSet::target).toList();
    }

    Optional<RecordSet> set(String identifier) {
        return sets.stream()
                .filter(set ->
                        set.role().setIdentifier().filter(identifier::equals).isPresent())
                .findFirst();
    }

    /**
     * When the provider gives another answer than this by itself, as a sentence (scenario 57): with one set alone it has
     * no other, and with several it passes over one that its checks call unhealthy.
     */
    public Optional<String> caveat() {
        return answering()
                .filter(set -> sets.size() > 1 && set.isChecked())
                .map(set -> "another set is answered while "
                        + (set.healthCheckId() == null
                                ? "the target of the alias"
                                : "health check " + Objects.requireNonNull(set.healthCheckId()))
                        + " of '" + set.role().setIdentifier().orElse("") + "' is unhealthy");
    }

    /** Its values as people read them. */
    public List<String> shown() {
        return sets.stream().flatMap(set -> set.shown().stream()).toList();
    }
}
