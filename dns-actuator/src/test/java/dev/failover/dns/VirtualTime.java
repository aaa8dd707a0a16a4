package dev.failover.dns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A clock that stands still, and an executor that runs what is due when the clock is moved. */
final class VirtualTime extends Clock {

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
    private Instant now = Decisions.NOON;
    private long number;

    private record Task(Instant at, long number, Runnable work) {}

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves on, and runs everything that becomes due, each at its time. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        for (Task next = tasks.peek(); next != null && !next.at().isAfter(end); next = tasks.peek()) {
            tasks.poll();
            now = next.at();
            next.work().run();
        }
        now = end;
    }

    /** Time passes, and nothing of what is due is run: the thread that asks is the only one. */
    void skip(long millis) {
        now = now.plusMillis(millis);
    }

    long nanos() {
        return Duration.between(Decisions.NOON, now).toNanos();
    }

    int waiting() {
        return tasks.size();
    }

    ScheduledThreadPoolExecutor executor() {
        return new ScheduledThreadPoolExecutor(0) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                tasks.add(new Task(now.plus(delay, unit.toChronoUnit()), number++, command));
                return super.schedule(() -> {}, 0, TimeUnit.NANOSECONDS);
            }
        };
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
