package dev.failover.dns.plan;

import java.util.Optional;

/**
 * What the zone holds at a record's name and at its fence's.
 *
 * @param oddity what stands there that is not ours to change, as a sentence: latency sets, another type, and so on
 */
public record Found(Optional<RecordSnapshot> record, Optional<FenceSnapshot> fence, Optional<String> oddity) {

    public static Found nothing() {
        return new Found(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
