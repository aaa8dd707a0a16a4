package dev.failover.decision.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision that is in flight: published, not confirmed.
 *
 * @param to null for a CLAIM
 * @param accepted whether the provider has taken the change
 * @param publishedAt when it was last published
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
        Instant publishedAt) {

    Intent asAccepted() {
        return new Intent(decisionId, epoch, kind, from, to, reason, true, firstFailureAt, decidedAt, publishedAt);
    }

    Intent publishedAgain(Instant now) {
        return new Intent(decisionId, epoch, kind, from, to, reason, accepted, firstFailureAt, decidedAt, now);
    }
}
