package dev.failover.decision.core;

import java.time.Duration;

/** An endpoint that went DOWN this often within this time flaps: nothing returns to it by itself until it has been calm. */
public record Flapping(int falls, Duration within) {

    public Flapping {
        if (falls < 1 || falls > 64) {
            throw new IllegalArgumentException("falls must be 1..64, not " + falls);
        }
    }
}
