package dev.failover.decision.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's order to move the name, until it is carried out or cannot be.
 *
 * @param force even to an endpoint that is not UP, or not ready
 * @param pinnedUntil the name stays there until then; null where the automation goes on after the cool-down
 * @param atOnce without steps, whatever the policy says
 */
public record Order(
        String to,
        boolean force,
        String by,
        String reason,
        Instant at,
        @Nullable Instant pinnedUntil,
        boolean atOnce) {

    /** As the policy says: by steps, or at once. */
    public Order(String to, boolean force, String by, String reason, Instant at, @Nullable Instant pinnedUntil) {
        this(to, force, by, reason, at, pinnedUntil, false);
    }

    Instructions.@Nullable Pin pin() {
        return pinnedUntil == null ? null : new Instructions.Pin(to, new Instructions.Term(pinnedUntil, by, reason));
    }
}
