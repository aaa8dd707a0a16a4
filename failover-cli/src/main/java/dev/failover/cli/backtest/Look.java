package dev.failover.cli.backtest;

import dev.failover.event.ServiceState;
import dev.failover.event.Verdict;
import dev.failover.event.Vote;

/** What is seen of an endpoint, from well to worst. */
enum Look {
    UP,
    UNKNOWN,
    BLIND,
    /** Still UP, with failures that are not forgiven. */
    SHAKING,
    /** The locations disagree. */
    SUSPECT,
    DOWN;

    static Look of(ServiceState.LocationState location, boolean stale) {
        if (location.blind()) {
            return BLIND;
        } else if (stale) {
            return UNKNOWN;
        }
        return switch (location.vote()) {
            case DOWN -> DOWN;
            case UNKNOWN -> UNKNOWN;
            case UP -> location.failures() > 0 ? SHAKING : UP;
        };
    }

    static Look of(Verdict verdict) {
        return switch (verdict) {
            case UP -> UP;
            case DOWN -> DOWN;
            case SUSPECT -> SUSPECT;
            case UNKNOWN -> UNKNOWN;
        };
    }

    static boolean isDown(ServiceState.LocationState location) {
        return location.vote() == Vote.DOWN;
    }
}
