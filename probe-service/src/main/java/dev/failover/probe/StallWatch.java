package dev.failover.probe;

import java.time.Duration;

/**
 * Measures for how long the event loop, or the whole JVM, has stood still: a beat comes late by as much. A check whose
 * time passed in a standstill says nothing about its target (scenario 5).
 */
final class StallWatch {

    private static final Duration BEAT = Duration.ofMillis(20);

    private final Timers timers;
    private volatile long lastBeat;
    private long stalledNanos;

    StallWatch(Timers timers) {
        this.timers = timers;
        this.lastBeat = timers.nanos();
    }

    void start() {
        timers.after(BEAT, this::beat);
    }

    private void beat() {
        stalledNanos += late();
        lastBeat = timers.nanos();
        timers.after(BEAT, this::beat);
    }

    /** All standstills since the start, the present one included; the difference of two readings is what lies between. */
    Duration total() {
        return Duration.ofNanos(stalledNanos + late());
    }

    /** How long ago the last beat was; may be asked on any thread. */
    Duration silence() {
        return Duration.ofNanos(timers.nanos() - lastBeat);
    }

    private long late() {
        return Math.max(0, timers.nanos() - lastBeat - BEAT.toNanos());
    }
}
