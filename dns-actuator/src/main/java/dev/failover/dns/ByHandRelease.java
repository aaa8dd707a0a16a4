package dev.failover.dns;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.event.DnsRecord;

/** A release by hand: our own fence, and no other, is taken away. */
final class ByHandRelease {

    private final ByHandZone zone;
    private final DnsRecord record;

    ByHandRelease(ByHandZone zone) {
        this.zone = zone;
        this.record = zone.spec().record();
    }

    /**
     * The fence that {@link #release} would remove.
     *
     * @throws IllegalStateException when there is none, or it is not ours
     */
    FenceSnapshot releasable() {
        Found found = zone.find();
        FenceSnapshot fence = found.fence()
                .orElseThrow(() -> new IllegalStateException(
                        found.oddity().orElse(record.name() + " carries no fence: there is nothing to release")));
        fence.foreign(record, zone.owner(), zone.spec().service()).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        return fence;
    }

    /**
     * Deletes exactly this fence; the record stays.
     *
     * @throws DnsProviderException when it is another by now, or nobody knows
     */
    void release(FenceSnapshot fence) {
        try {
            String unused = ByHandZone.retries().writing(() -> zone.provider().removeFence(record, fence));
        } catch (DnsProviderException e) {
            boolean gone = e.kind() == Kind.UNCERTAIN && zone.find().fence().isEmpty();
            if (!gone) {
                throw e;
            }
        }
    }
}
