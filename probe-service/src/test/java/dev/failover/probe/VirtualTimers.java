package dev.failover.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only when told; tasks run in the order of their times, on the thread of the test. */
final class VirtualTimers implements Timers {

    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long nanos;
    private long numbers;

    private record Task(long at, long number, Runnable what) {}

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public Timer after(Duration delay, Runnable what) {
        Task task = new Task(nanos + delay.toNanos(), numbers++, what);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Lets time pass, and every task run at its time. */
    void pass(Duration duration) {
        long end = nanos + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task task = tasks.remove();
            nanos = Math.max(nanos, task.at());
            task.what().run();
        }
        nanos = end;
    }

    /** Stands still: time passes, and no task runs until it passes again. */
    void standStill(Duration duration) {
        nanos += duration.toNanos();
    }
}
