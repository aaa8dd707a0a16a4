package dev.failover.dns.plan;

import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simple record set as the zone has it, or shall have it.
 *
 * @param ttl null for an alias, which has none of its own
 */
public record RecordSnapshot(Target target, @Nullable Duration ttl) {

    /** Its values as people read them. */
    public List<String> shown() {
        return target.aliasTarget().isPresent() ? List.of(target.toString()) : target.values();
    }
}
