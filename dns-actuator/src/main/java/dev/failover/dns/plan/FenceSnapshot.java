package dev.failover.dns.plan;

import dev.failover.event.DnsRecord;
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

    /** Why it is not this owner's fence of this service; empty when it is. */
    public Optional<String> foreign(DnsRecord record, String owner, String service) {
        String name = record.fenceName();
        Optional<Fence> fence = fence();
        if (fence.isEmpty()) {
            return Optional.of(name + " holds '" + text + "', which is no fence");
        } else if (!fence.get().owner().equals(owner)) {
            return Optional.of(name + " is the fence of owner " + fence.get().owner() + ", not of " + owner);
        } else if (!fence.get().service().equals(service)) {
            return Optional.of(name + " is the fence of service " + fence.get().service());
        }
        return Optional.empty();
    }
}
