package dev.failover.event;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Move the name. Carries all that the change needs, as it was when decided, so that nobody has to look a
 * specification up and an edit cannot alter a decision in flight.
 *
 * @param id the same whenever this decision is published again
 * @param epoch grows by one with each decision of the service; the fence refuses an older one
 * @param from the endpoint that the name is believed to have; null for a CLAIM
 * @param to the endpoint that the name shall have; null for a CLAIM, which takes the name as it stands
 * @param shadow publish and plan, change nothing
 * @param adopt whether a record without a fence may be taken over
 * @param targets what DNS answers for each endpoint of the service, the preferred one first
 * @param policyVersion of the specification that it was decided by: {@link ServiceSpec#version}
 * @param firstFailureAt when the first of the failures behind this decision was seen
 * @param share the percentage of the answers that {@code to} shall have; below 100 the others stay {@code from}'s, who has
 *     the name. Not null for a step of a gradual move; null for a move that is made at once, which is all answers
 */
public record Decision(
        String service,
        String id,
        long epoch,
        Kind kind,
        @Nullable String from,
        @Nullable String to,
        String reason,
        List<LocationVote> evidence,
        boolean shadow,
        boolean adopt,
        DnsRecord record,
        Map<String, Target> targets,
        @Nullable String policyVersion,
        @Nullable Instant firstFailureAt,
        Instant decidedAt,
        @Nullable Integer share)
        implements Event {

    private static final int ALL = 100;

    public enum Kind {
        /** Read which endpoint the name has, and put the fence beside it. */
        CLAIM,
        /** The active endpoint is down. */
        FAILOVER,
        /** The preferred endpoint is well again. */
        FAILBACK,
        /** A person said so. */
        MANUAL
    }

    /** Begins the id of a decision that a person carried out without any service, by {@code failover dns move}. */
    public static final String BY_HAND = "manual-dns-";

    /** It stands in the fence, between blanks. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    /** By a specification that is not known. */
    public Decision(
            String service,
            String id,
            long epoch,
            Kind kind,
            @Nullable String from,
            @Nullable String to,
            String reason,
            List<LocationVote> evidence,
            boolean shadow,
            boolean adopt,
            DnsRecord record,
            Map<String, Target> targets,
            @Nullable Instant firstFailureAt,
            Instant decidedAt) {
        this(
                service,
                id,
                epoch,
                kind,
                from,
                to,
                reason,
                evidence,
                shadow,
                adopt,
                record,
                targets,
                null,
                firstFailureAt,
                decidedAt);
    }

    /** A move that is made at once. */
    public Decision(
            String service,
            String id,
            long epoch,
            Kind kind,
            @Nullable String from,
            @Nullable String to,
            String reason,
            List<LocationVote> evidence,
            boolean shadow,
            boolean adopt,
            DnsRecord record,
            Map<String, Target> targets,
            @Nullable String policyVersion,
            @Nullable Instant firstFailureAt,
            Instant decidedAt) {
        this(
                service,
                id,
                epoch,
                kind,
                from,
                to,
                reason,
                evidence,
                shadow,
                adopt,
                record,
                targets,
                policyVersion,
                firstFailureAt,
                decidedAt,
                null);
    }

    public Decision {
        Require.name("service", service);
        Require.that(ID.matcher(Require.text("id", id)).matches(), "id", "must be 1 to 80 of A-Z a-z 0-9 . _ -", id);
        Require.between("epoch", 1, Long.MAX_VALUE, epoch);
        Require.present("kind", kind);
        Require.text("reason", reason);
        evidence = List.copyOf(Require.present("evidence", evidence));
        Require.present("record", record);
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(Require.present("targets", targets)));
        Require.notEmpty("targets", targets.keySet());
        targets.forEach((endpoint, target) -> {
            Require.name("targets", endpoint);
            Require.present("targets." + endpoint, target).mustFit(record);
        });
        Require.present("decidedAt", decidedAt);
        if (kind != Kind.CLAIM) {
            Require.that(to != null && targets.containsKey(to), "to", "must be one of " + targets.keySet(), "" + to);
        }
        if (share != null) {
            Require.between("share", 1, ALL, share);
        }
        if (share != null && share < ALL) {
            Require.that(kind == Kind.FAILBACK || kind == Kind.MANUAL, "share", "is for planned moves", kind);
            boolean known = from != null && targets.containsKey(from) && !from.equals(to);
            Require.that(known, "from", "must be another of " + targets.keySet(), "" + from);
        }
    }

    /** Whether the endpoint that has the name keeps it, and {@code to} gets a part of the answers. */
    public boolean movesAPart() {
        return share != null && share < ALL;
    }

    /** Whether it gives back what another endpoint had got of the answers in a gradual move. */
    public boolean takesBack() {
        return to != null && to.equals(from);
    }

    @Override
    public String eventId() {
        return id;
    }

    /** Whether an id is that of a decision which no decision-service has made. */
    public static boolean isByHand(String id) {
        return id.startsWith(BY_HAND);
    }

    /** The endpoint to move to; empty for a CLAIM. */
    public Optional<String> destination() {
        return Optional.ofNullable(to);
    }
}
