package dev.failover.simulation;

import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a process's tasks in virtual time, on the one thread that there is; none of it after the process has ended. */
final class VirtualExecutor extends ScheduledThreadPoolExecutor {

    private final Instance process;

    VirtualExecutor(Instance process) {
        super(0);
        this.process = process;
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long delayNanos;

        Task(Runnable work, long delayNanos) {
            super(work, null);
            this.delayNanos = delayNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(delayNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(delayNanos, other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        process.later(unit.toMillis(delay), work);
        return new Task(work, unit.toNanos(delay));
    }
}
