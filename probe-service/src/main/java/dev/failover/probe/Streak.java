package dev.failover.probe;

import dev.failover.event.Observation.Outcome;
import dev.failover.event.Policy.Thresholds;

/**
 * Whether an endpoint's latest checks leave its state open, so that the next ones should come sooner: from the first
 * failure after passes until {@code down} failures in a row or {@code forgive} passes in a row, from the first pass after
 * failures until {@code up} passes in a row, and at the start until either. It decides about the pace only, never about
 * the endpoint.
 */
final class Streak {

    private enum Settled {
        NOT_YET,
        PASSING,
        FAILING
    }

    private Thresholds thresholds;
    private Settled settled = Settled.NOT_YET;
    private boolean disturbed;
    private int passes;
    private int failures;

    Streak(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    void thresholds(Thresholds changed) {
        thresholds = changed;
    }

    /** Notes an outcome; the prober's own errors are none of the endpoint's. */
    void note(Outcome outcome) {
        switch (outcome) {
            case PASS, WARN -> passed();
            case FAIL -> failed();
            case PROBER_ERROR -> {}
        }
    }

    private void passed() {
        passes++;
        failures = 0;
        disturbed |= settled == Settled.FAILING;
        int needed = settled == Settled.PASSING ? thresholds.forgive() : thresholds.up();
        if (passes >= needed) {
            settle(Settled.PASSING);
        }
    }

    private void failed() {
        failures++;
        passes = 0;
        disturbed |= settled == Settled.PASSING;
        // One failure while coming back, and it is down as before.
        int needed = settled == Settled.FAILING ? 1 : thresholds.down();
        if (failures >= needed) {
            settle(Settled.FAILING);
        }
    }

    private void settle(Settled state) {
        settled = state;
        disturbed = false;
    }

    boolean undecided() {
        return settled == Settled.NOT_YET || disturbed;
    }
}
