package dev.failover.dns.plan;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange.Part;
import dev.failover.event.DnsRecord;
import java.util.List;
import java.util.Optional;

/**
 * A change as a value: what is there, what shall be there, and for which decision. It is carried out as one atomic batch
 * that deletes exactly what is there and creates what shall be, or not at all.
 *
 * @param endpoint the one that the name has afterwards
 */
public record Plan(
        Decision decision,
        String endpoint,
        Optional<RecordSnapshot> before,
        RecordSnapshot after,
        Optional<FenceSnapshot> fenceBefore,
        FenceSnapshot fenceAfter) {

    public DnsRecord record() {
        return decision.record();
    }

    /** The record sets that the batch deletes. */
    public List<RecordSet> deleted() {
        return before.map(found -> touched(found, after)).orElse(List.of());
    }

    /** The record sets that it creates. */
    public List<RecordSet> created() {
        return before.map(found -> touched(after, found)).orElse(after.sets());
    }

    /**
     * The sets that differ. Where none does, and in a gradual move, those that answer are deleted and created even as they
     * are, so that a change made meanwhile by somebody else refuses the batch.
     */
    private List<RecordSet> touched(RecordSnapshot one, RecordSnapshot other) {
        boolean same = one.equals(other);
        return one.sets().stream()
                .filter(set -> !other.sets().contains(set) || ((same || part().isPresent()) && set.answers()))
                .toList();
    }

    /** What another endpoint has of the answers afterwards, in a gradual move. */
    public Optional<Part> part() {
        return fenceAfter.fence().flatMap(Fence::part);
    }

    public List<String> shownBefore() {
        return before.map(RecordSnapshot::shown).orElse(List.of());
    }

    /** Before and after, one line a record set, as {@code --dry-run} and the log show it. */
    @Override
    public String toString() {
        String name = record().name() + " " + record().type();
        return name + ": " + before.map(b -> String.join(", ", b.shown())).orElse("nothing") + " => "
                + String.join(", ", after.shown())
                + after.caveat().map(caveat -> " (" + caveat + ")").orElse("") + "; " + record().fenceName()
                + " TXT: " + fenceBefore.map(FenceSnapshot::text).orElse("nothing") + " => " + fenceAfter.text();
    }
}
