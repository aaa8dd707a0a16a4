package dev.failover.probe;

import java.time.Duration;
import java.time.Instant;

/** Time as one event loop sees it; tests bring a time of their own. */
interface Timers {

    /** Monotonic, for measuring. */
    long nanos();

    /** The wall clock, for showing. */
    Instant now();

    /** Runs a task once on the event loop, at the earliest after this delay. */
    Timer after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Does nothing when the task has run already. */
        void cancel();
    }
}
