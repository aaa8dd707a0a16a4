package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * No automatic move before {@code until}. Begins when a change is confirmed, not when it was intended.
 *
 * @param kind of the move that it follows; null when it follows none, as after an override
 * @param emergency whether that move was itself made within a cool-down: then there is no second one within this
 */
public record CoolDown(
        Instant from, Instant until, @Nullable MoveKind kind, boolean emergency) {

    /** After a move that was confirmed now. */
    static CoolDown after(Intent intent, Instant now, @Nullable CoolDown last, Policy.Moves rule) {
        // What a claim finds moved nobody ordered, as far as is known.
        boolean ordered = intent.kind() == MoveKind.MANUAL;
        if (ordered || last == null || !now.isBefore(last.until().plus(rule.coolDownMax()))) {
            return new CoolDown(now, now.plus(rule.coolDown()), intent.kind(), false);
        }
        boolean emergency = last.covers(intent.decidedAt());
        return new CoolDown(now, now.plus(doubled(last, rule)), intent.kind(), emergency);
    }

    private static Duration doubled(CoolDown last, Policy.Moves rule) {
        Duration length = Duration.between(last.from(), last.until()).multipliedBy(2);
        return length.compareTo(rule.coolDownMax()) > 0 ? rule.coolDownMax() : length;
    }

    boolean covers(Instant now) {
        return now.isBefore(until);
    }
}
