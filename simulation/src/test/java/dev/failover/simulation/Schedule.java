package dev.failover.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;

/** Virtual time: what is to happen and when. Runs on the caller's thread; what is due at the same time runs in order. */
final class Schedule {

    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private record Step(long at, long number, Runnable action) {}

    private final PriorityQueue<Step> steps = new PriorityQueue<>((one, other) -> {
        int byTime = Long.compare(one.at, other.at);
        return byTime != 0 ? byTime : Long.compare(one.number, other.number);
    });
    private long now;
    private long number;

    /** Milliseconds since the start. */
    long millis() {
        return now;
    }

    Instant now() {
        return instant(now);
    }

    static Instant instant(long millis) {
        return START.plusMillis(millis);
    }

    void in(long millis, Runnable action) {
        steps.add(new Step(now + Math.max(0, millis), number++, action));
    }

    void in(Duration time, Runnable action) {
        in(time.toMillis(), action);
    }

    /** Does the next thing that is due before {@code end}; false when there is none. */
    boolean step(long end) {
        Step next = steps.peek();
        if (next == null || next.at >= end) {
            now = Math.max(now, end);
            return false;
        }
        steps.remove();
        now = next.at;
        next.action.run();
        return true;
    }

    /** A machine's clock, which may be wrong and be set. */
    final class MachineClock extends Clock {
        private long offset;

        void jump(long millis) {
            offset += millis;
        }

        @Override
        public Instant instant() {
            return Schedule.instant(now + offset);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
