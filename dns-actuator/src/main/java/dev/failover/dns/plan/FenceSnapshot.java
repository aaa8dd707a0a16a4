package dev.failover.dns.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * A fence as the zone has it, or shall have it.
 *
 * @param text of the TXT record, without quotes
 */
public record FenceSnapshot(String text, Duration ttl) {

    /** Long enough to spare queries, short enough that a look-up tells the truth soon. */
    static final Duration TTL = Duration.ofSeconds(60);

    static FenceSnapshot of(Fence fence) {
        return new FenceSnapshot(fence.text(), TTL);
    }

    /** Empty when somebody wrote something else there. */
    public Optional<Fence> fence() {
        return Fence.parse(text);
    }
}
