package dev.failover.probe;

import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one check found, and of what kind it is. What the prober cannot judge is its own error, never a failure of the
 * target.
 *
 * @param detail one sentence for a person, without secrets
 * @param measures graded figures by name
 * @param unready why the endpoint must not take the name although it serves, as a sentence
 */
public record Finding(
        Outcome outcome,
        @Nullable FailureClass failure,
        String detail,
        Map<String, Double> measures,
        @Nullable String unready) {

    public Finding {
        measures = Map.copyOf(measures);
    }

    private Finding(Outcome outcome, @Nullable FailureClass failure, String detail) {
        this(outcome, failure, detail, Map.of(), null);
    }

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

    /** The same with a figure. */
    public Finding measured(String name, double value) {
        Map<String, Double> more = new TreeMap<>(measures);
        more.put(name, value);
        return new Finding(outcome, failure, detail, more, unready);
    }

    /** The same of an endpoint that serves and must not take the name; the first reason is kept. */
    public Finding unready(String why) {
        return unready == null ? new Finding(outcome, failure, detail, measures, why) : this;
    }

    /** Whether the check may go on: the endpoint serves, as far as is known. */
    public boolean serves() {
        return outcome == Outcome.PASS || outcome == Outcome.WARN;
    }

    /** This and what was found after it: the worse one in front, the figures of both. */
    public Finding and(Finding later) {
        boolean worse = later.outcome.compareTo(outcome) > 0;
        Finding first = worse ? later : this;
        Finding second = worse ? this : later;
        Map<String, Double> all = new TreeMap<>(measures);
        all.putAll(later.measures);
        String both = second.detail.isEmpty() ? first.detail : first.detail + "; " + second.detail;
        return new Finding(first.outcome, first.failure, both, all, unready == null ? later.unready : unready);
    }
}
