package dev.failover.decision.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A gradual move under way: the active endpoint has the name, and another one a part of the answers already.
 *
 * @param share of the answers that it has, in percent
 * @param kind of the move
 * @param why the move is made
 * @param confirmedAt since when it has this share
 */
public record Shift(String to, int share, MoveKind kind, String why, Instant confirmedAt) {

    /** What is confirmed now, after what was known before. */
    static Shift of(Part part, Instant at, Intent intent, @Nullable Shift before) {
        if (before != null && before.to().equals(part.endpoint())) {
            Instant since = before.share() == part.share() ? before.confirmedAt() : at;
            return new Shift(before.to(), part.share(), before.kind(), before.why(), since);
        }
        boolean ours = intent.movesAPart() && part.endpoint().equals(intent.to());
        return ours
                ? new Shift(part.endpoint(), part.share(), intent.kind(), intent.reason(), at)
                : new Shift(part.endpoint(), part.share(), MoveKind.MANUAL, "found in the zone", at);
    }

    /** The same as a person's order. */
    Shift orderedBy(String reason) {
        return new Shift(to, share, MoveKind.MANUAL, reason, confirmedAt);
    }

    /** For sentences. */
    String said() {
        return to + " has " + share + " % of the answers";
    }
}
