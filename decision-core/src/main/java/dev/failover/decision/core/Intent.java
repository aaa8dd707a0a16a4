package dev.failover.decision.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision that is in flight: published, not confirmed.
 *
 * @param to null for a CLAIM
 * @param accepted whether the provider has taken the change
 * @param publishedAt when it was last published
 * @param share of the answers that {@code to} shall have, in percent, of a step of a gradual move; null for a move that is
 *     made at once
 */
public record Intent(
        String decisionId,
        long epoch,
        MoveKind kind,
        @Nullable String from,
        @Nullable String to,
        String reason,
        boolean accepted,
        @Nullable Instant firstFailureAt,
        Instant decidedAt,
        Instant publishedAt,
        @Nullable Integer share) {

    /** Of a move that is made at once. */
    public Intent(
            String decisionId,
            long epoch,
            MoveKind kind,
            @Nullable String from,
            @Nullable String to,
            String reason,
            boolean accepted,
            @Nullable Instant firstFailureAt,
            Instant decidedAt,
            Instant publishedAt) {
        this(decisionId, epoch, kind, from, to, reason, accepted, firstFailureAt, decidedAt, publishedAt, null);
    }

    boolean isStep() {
        return share != null;
    }

    /** Whether the active endpoint keeps the name all the same: then it may be overtaken. */
    boolean movesAPart() {
        return share != null && share < Policy.Gradual.ALL;
    }

    /** For sentences. */
    String said() {
        return kind + (to == null ? "" : " to " + to) + (share == null ? "" : ", " + share + " % of the answers");
    }

    Intent asAccepted() {
        return new Intent(
                decisionId, epoch, kind, from, to, reason, true, firstFailureAt, decidedAt, publishedAt, share);
    }

    Intent publishedAgain(Instant now) {
        return new Intent(decisionId, epoch, kind, from, to, reason, accepted, firstFailureAt, decidedAt, now, share);
    }
}
