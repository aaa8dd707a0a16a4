package dev.failover.cli.tape;

import dev.failover.event.Command;
import dev.failover.event.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Hands on checks and commands in the order of their times; what arrives out of order is put right within a small window,
 * and refused beyond it. Other events are handed on as they come.
 */
final class InTimeOrder implements Consumer<Recorded> {

    static final Duration WINDOW = Duration.ofSeconds(5);

    /** No more than this many wait, whatever their times. */
    static final int MOST = 20_000;

    private record Waiting(Recorded recorded, long number) {}

    private final Consumer<Recorded> next;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(
            Comparator.comparing((Waiting w) -> w.recorded().at()).thenComparingLong(Waiting::number));
    private long number;
    private Instant newest = Instant.MIN;
    private Instant handedOn = Instant.MIN;

    InTimeOrder(Consumer<Recorded> next) {
        this.next = next;
    }

    @Override
    public void accept(Recorded recorded) {
        boolean timed = recorded.event() instanceof Observation || recorded.event() instanceof Command;
        if (!timed) {
            next.accept(recorded);
            return;
        }
        if (recorded.at().isBefore(handedOn)) {
            throw new IllegalArgumentException(recorded.place() + ": is of " + recorded.at() + ", but " + handedOn
                    + " was read before it; lines may be out of order by " + WINDOW.toSeconds() + " s at most"
                    + " (sort them by their \"at\")");
        }
        waiting.add(new Waiting(recorded, number++));
        newest = recorded.at().isAfter(newest) ? recorded.at() : newest;
        while (waiting.size() > MOST
                || waiting.element().recorded().at().plus(WINDOW).isBefore(newest)) {
            handOn();
        }
    }

    /** Nothing more comes. */
    void end() {
        while (!waiting.isEmpty()) {
            handOn();
        }
    }

    private void handOn() {
        Recorded recorded = waiting.remove().recorded();
        handedOn = recorded.at();
        next.accept(recorded);
    }
}
