package dev.failover.probe;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The timers of one event loop, for use on it. */
final class LoopTimers implements Timers {

    private final ContextInternal context;
    private final EventLoop loop;
    private final Clock clock;

    LoopTimers(Context context, Clock clock) {
        this.context = (ContextInternal) context;
        this.loop = this.context.nettyEventLoop();
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

    /** Vert.x's own timers are of whole milliseconds, and cost three times as much. What a task throws goes to Vert.x. */
    @Override
    public Timer after(Duration delay, Runnable task) {
        Future<?> timer = loop.schedule(() -> context.dispatch(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }
}
