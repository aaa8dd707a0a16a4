package dev.failover.notify;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsRecord;
import dev.failover.event.HealthTransition;
import dev.failover.event.LocationVote;
import dev.failover.event.Policy;
import dev.failover.event.ServiceState;
import dev.failover.event.Target;
import dev.failover.event.Verdict;
import dev.failover.event.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events of the service {@code search}, for tests. */
public final class Events {

    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final DnsRecord RECORD =
            new DnsRecord("Z1", "es.example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30));

    private Events() {}

    static HealthTransition transition(Verdict from, Verdict to) {
        return transition(from, to, NOON);
    }

    static HealthTransition transition(Verdict from, Verdict to, Instant at) {
        return new HealthTransition(
                "search",
                "primary",
                from,
                to,
                List.of(
                        new LocationVote("primary", "eu-west-1a", Vote.DOWN),
                        new LocationVote("primary", "eu-west-1b", Vote.UNKNOWN)),
                "primary is " + to + " in 1 of 2 locations",
                at);
    }

    static Decision decision(Decision.Kind kind) {
        return decision(kind, 4, "primary", false, "primary is DOWN in 2 of 2 locations", NOON);
    }

    static Decision decision(
            Decision.Kind kind, long epoch, @Nullable String from, boolean shadow, String reason, Instant at) {
        Map<String, Target> targets = new LinkedHashMap<>();
        targets.put("primary", Target.of("10.0.1.10"));
        targets.put("secondary", Target.of("10.0.2.10", "10.0.2.11"));
        return new Decision(
                "search",
                "search-" + epoch,
                epoch,
                kind,
                kind == Decision.Kind.CLAIM ? null : from,
                kind == Decision.Kind.CLAIM ? null : "secondary",
                reason,
                List.of(new LocationVote("primary", "eu-west-1a", Vote.DOWN)),
                shadow,
                false,
                RECORD,
                targets,
                at.minusSeconds(3),
                at);
    }

    /**
     * Of a gradual move from the primary endpoint.
     *
     * @param share null for a move that is made at once
     */
    static Decision planned(long epoch, String to, @Nullable Integer share) {
        Map<String, Target> targets = new LinkedHashMap<>();
        targets.put("primary", Target.of("10.0.1.10"));
        targets.put("secondary", Target.of("10.0.2.10"));
        return new Decision(
                "search",
                "search-" + epoch,
                epoch,
                Decision.Kind.MANUAL,
                "primary",
                to,
                "ordered by ana: drill",
                List.of(),
                false,
                false,
                RECORD,
                targets,
                null,
                null,
                NOON,
                share);
    }

    /** A step that is carried out: the primary endpoint has the name, and the other a part of the answers. */
    static DnsChange shared(DnsChange.Status status, long epoch, int share) {
        DnsChange whole = change(status, epoch, "as a test says", NOON);
        return new DnsChange(
                whole.service(),
                whole.decisionId(),
                epoch,
                status,
                "primary",
                whole.record(),
                whole.before(),
                whole.after(),
                whole.reason(),
                whole.changeId(),
                whole.nameServers(),
                whole.timings(),
                whole.at(),
                new DnsChange.Part("secondary", share));
    }

    static DnsChange change(DnsChange.Status status) {
        return change(status, 4, "as a test says", NOON);
    }

    static DnsChange change(DnsChange.Status status, long epoch, String reason, Instant at) {
        boolean settled = status == DnsChange.Status.VERIFIED;
        boolean refused = status == DnsChange.Status.REFUSED;
        return new DnsChange(
                "search",
                "search-" + epoch,
                epoch,
                status,
                refused ? null : "secondary",
                "es.example.com A",
                refused ? List.of() : List.of("10.0.1.10"),
                refused ? List.of() : List.of("10.0.2.10", "10.0.2.11"),
                reason,
                "C1",
                List.of(),
                new DnsChange.Timings(
                        at.minusSeconds(3),
                        at,
                        settled ? at.plusMillis(250) : null,
                        settled ? at.plusSeconds(20) : null,
                        settled ? at.plusSeconds(21) : null),
                at);
    }

    /**
     * A service whose name has left its primary for the secondary.
     *
     * @param status of the primary's clients; null where nobody asks
     * @param movedAfter when, in seconds after noon
     */
    static ServiceState left(ServiceState.Residue.@Nullable Status status, long movedAfter) {
        Instant leftAt = NOON.plusSeconds(movedAfter).minusSeconds(400);
        ServiceState.Residue residue = status == null
                ? null
                : new ServiceState.Residue(
                        "sessions",
                        3,
                        leftAt,
                        leftAt.plusSeconds(300),
                        status,
                        leftAt.plusSeconds(300),
                        42.0,
                        NOON,
                        "eu-west-1a",
                        0);
        return new ServiceState(
                "search",
                NOON,
                Policy.Mode.AUTO,
                "secondary",
                3,
                List.of(new ServiceState.EndpointState(
                        "primary", Verdict.UP, NOON, null, List.of(), List.of(), null, residue)),
                null,
                null,
                null,
                null,
                null,
                null,
                NOON,
                null,
                Map.of(),
                null,
                null,
                new ServiceState.Explanation("AWAY", NOON, "secondary is UP", List.of(), "an order"));
    }

    /** A notice with texts of the caller's. */
    public static Notice notice(String subject, String text, String json) {
        return new Notice(
                "search-4", "search", "DECISION", Notice.Severity.CRITICAL, 4, NOON, false, subject, text, json);
    }
}
