package dev.failover.probe;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Vert.x timers, for use on one event loop. */
final class LoopTimers implements Timers {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final Clock clock;

    LoopTimers(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        // Rounded up: a timer must not fire early, and Vert.x refuses zero.
        long millis = Math.max(1, (delay.toNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        long id = vertx.setTimer(millis, fired -> task.run());
        return () -> vertx.cancelTimer(id);
    }
}
