package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;

/**
 * A service's change on its way, as one look leaves it to the next.
 *
 * @param since when it began to be followed
 * @param warnedAt when it was last warned of
 * @param delay the next wait
 * @param told how often it was published that it is late
 */
record Pursuit(
        Changes.Step step,
        RecordSnapshot record,
        FenceSnapshot fence,
        Instant since,
        Instant warnedAt,
        Duration delay,
        int told) {

    /** The longest wait between two looks. */
    static final Duration LONGEST_DELAY = Duration.ofSeconds(8);

    static Pursuit of(Confirmations.Followed change, Instant now, Duration firstDelay) {
        return new Pursuit(change.step(), change.record(), change.fence(), now, now, firstDelay, 0);
    }

    boolean inSync() {
        return step.changeId() == null || step.insyncAt() != null;
    }

    Pursuit at(Instant insyncAt) {
        return new Pursuit(step.at(insyncAt), record, fence, since, warnedAt, delay, told);
    }

    Pursuit warned(Instant at) {
        return new Pursuit(step, record, fence, since, at, delay, told);
    }

    Pursuit toldLate() {
        return new Pursuit(step, record, fence, since, warnedAt, delay, told + 1);
    }

    /** With the next wait twice as long. */
    Pursuit slower() {
        Duration doubled = delay.multipliedBy(2);
        Duration next = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        return new Pursuit(step, record, fence, since, warnedAt, next, told);
    }

    String decisionId() {
        return step.decision().id();
    }

    String service() {
        return step.decision().service();
    }
}
