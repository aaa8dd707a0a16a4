package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.event.DnsRecord;
import java.util.List;

/**
 * A DNS service that keeps zones. Calls block for some seconds at most and repeat nothing by themselves; every failure is
 * a {@link DnsProviderException}.
 */
public interface DnsProvider extends AutoCloseable {

    /** What became of a change. */
    enum Progress {
        /** Not yet at every name server. */
        PENDING,
        /** At every name server. */
        INSYNC,
        /** The provider knows of no such change: it may have been lost (scenario 52). */
        UNKNOWN,
        /** The provider never tells; only the name servers' answers do. */
        UNTOLD
    }

    /** Reads the record and its fence. */
    Found find(DnsRecord record);

    /** Reads many records of one zone, in as few calls as it takes; what was found is in the order of the records. */
    default List<Found> findAll(List<DnsRecord> records) {
        return records.stream().map(this::find).toList();
    }

    /** The plans of one zone in as few lists as {@link #apply} can take; what belongs to one plan stays together. */
    default List<List<Plan>> batches(List<Plan> plans) {
        return plans.stream().map(List::of).toList();
    }

    /**
     * Carries out plans of one zone, all of them or none.
     *
     * @param plans one of the lists of {@link #batches}, or a part of one
     * @return the provider's id of the change
     */
    String apply(List<Plan> plans);

    /** Replaces a fence by itself, which changes nothing and needs the permission to change the zone. */
    void rewrite(DnsRecord record, FenceSnapshot fence);

    /**
     * Deletes a fence, exactly as it was read, and leaves the record where it is.
     *
     * @return the provider's id of the change
     */
    default String removeFence(DnsRecord record, FenceSnapshot fence) {
        throw new DnsProviderException(
                DnsProviderException.Kind.DENIED,
                "the fence of " + record.name() + " cannot be removed: " + record.provider() + " has none in the zone");
    }

    /**
     * What became of a change.
     *
     * @param record one of those that it changed
     */
    Progress progress(DnsRecord record, String changeId);

    /** Whether a change writes the record's fence into the zone, so that name servers can be asked for it. */
    default boolean fencesInZone(DnsRecord record) {
        return true;
    }

    /** The host names of the authoritative name servers of the record's zone; none for one that has none of its own. */
    List<String> nameServers(DnsRecord record);

    @Override
    void close();
}
