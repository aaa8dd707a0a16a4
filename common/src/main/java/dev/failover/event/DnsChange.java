package dev.failover.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was done in DNS for a decision.
 *
 * @param epoch the epoch in the zone after this step: the decision's, or for a CLAIM the one found in the fence
 * @param endpoint the endpoint that the name has after this step, where that is known
 * @param before the record's values as read; an alias as {@code alias NAME}
 * @param after the record's values as written or planned
 * @param reason one sentence
 * @param changeId the provider's id of the change
 * @param nameServers the authoritative name servers that answered as planned
 * @param part what another endpoint has of the answers after this step, in a gradual move; null where none has
 */
public record DnsChange(
        String service,
        String decisionId,
        long epoch,
        Status status,
        @Nullable String endpoint,
        String record,
        List<String> before,
        List<String> after,
        String reason,
        @Nullable String changeId,
        List<String> nameServers,
        Timings timings,
        Instant at,
        @Nullable Part part)
        implements Event {

    public enum Status {
        /** Would be done: dry run or shadow. */
        PLANNED,
        /** The provider took the change. */
        ACCEPTED,
        /** The provider says that all its name servers have it. */
        INSYNC,
        /** Every authoritative name server was asked and answered as planned. */
        VERIFIED,
        /** Will not be done: fence, ownership, a human's edit, permissions. Nothing was changed. */
        REFUSED,
        /** Was tried and did not succeed. */
        FAILED,
        /** Was changed since by somebody else: before is what it should answer, after what it does. */
        DRIFTED
    }

    /** The percentage of the answers that an endpoint has which has not the name. */
    public record Part(String endpoint, int share) {
        public Part {
            Require.name("part.endpoint", endpoint);
            Require.between("part.share", 1, 99, share);
        }
    }

    /** When each step was reached, by the clocks of those who took it. */
    public record Timings(
            @Nullable Instant firstFailureAt,
            Instant decidedAt,
            @Nullable Instant acceptedAt,
            @Nullable Instant insyncAt,
            @Nullable Instant verifiedAt) {
        public Timings {
            Require.present("timings.decidedAt", decidedAt);
        }
    }

    /** With one endpoint that has all answers. */
    public DnsChange(
            String service,
            String decisionId,
            long epoch,
            Status status,
            @Nullable String endpoint,
            String record,
            List<String> before,
            List<String> after,
            String reason,
            @Nullable String changeId,
            List<String> nameServers,
            Timings timings,
            Instant at) {
        this(
                service,
                decisionId,
                epoch,
                status,
                endpoint,
                record,
                before,
                after,
                reason,
                changeId,
                nameServers,
                timings,
                at,
                null);
    }

    public DnsChange {
        Require.name("service", service);
        Require.text("decisionId", decisionId);
        Require.present("status", status);
        Require.text("record", record);
        before = List.copyOf(Require.present("before", before));
        after = List.copyOf(Require.present("after", after));
        Require.text("reason", reason);
        nameServers = List.copyOf(Require.present("nameServers", nameServers));
        Require.present("timings", timings);
        Require.present("at", at);
    }

    @Override
    public String eventId() {
        return decisionId + "/" + status + "/" + at.toEpochMilli();
    }

    public Optional<String> activeEndpoint() {
        return Optional.ofNullable(endpoint);
    }
}
