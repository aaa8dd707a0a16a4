package dev.failover.probe;

import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one check found, and of what kind it is. What the prober cannot judge is its own error, never a failure of the
 * target.
 *
 * @param detail one sentence for a person, without secrets
 */
public record Finding(Outcome outcome, @Nullable FailureClass failure, String detail) {

    public static Finding pass(String detail) {
        return new Finding(Outcome.PASS, null, detail);
    }

    public static Finding warn(FailureClass failure, String detail) {
        return new Finding(Outcome.WARN, failure, detail);
    }

    public static Finding fail(FailureClass failure, String detail) {
        return new Finding(Outcome.FAIL, failure, detail);
    }

    /** The target did not take our credentials: ours may be out of date, and it answers (scenario 11). */
    public static Finding refused(String detail) {
        return new Finding(Outcome.PROBER_ERROR, FailureClass.AUTH, detail);
    }

    /** The location sees nothing at all, so that it says nothing of any target (scenario 1). */
    static Finding blind(String detail) {
        return new Finding(Outcome.PROBER_ERROR, FailureClass.BLIND, "this location is blind: " + detail);
    }

    public static Finding proberError(String detail) {
        return new Finding(Outcome.PROBER_ERROR, FailureClass.PROBER_ERROR, detail);
    }
}
