package dev.failover.probe;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Lets so many checks run at a time and no more: the others wait in order, each endpoint once, and are counted. */
final class InFlight {

    private final int limit;
    private final ProbeMetrics metrics;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int running;
    private boolean starting;

    InFlight(int limit, ProbeMetrics metrics) {
        this.limit = limit;
        this.metrics = metrics;
    }

    /** Begins a check now, or when another one has ended. */
    void start(Runnable check) {
        if (running >= limit) {
            metrics.delayed();
        }
        waiting.add(check);
        startWaiting();
    }

    /** A check that has not begun will not begin. */
    void leaveQueue(Runnable check) {
        waiting.remove(check);
        metrics.waiting(waiting.size());
    }

    /** A check that had begun is over. */
    void ended() {
        running--;
        startWaiting();
    }

    /** A check may end while it begins: the flag makes a loop of what would be a recursion. */
    private void startWaiting() {
        if (!starting) {
            starting = true;
            while (running < limit && !waiting.isEmpty()) {
                Iterator<Runnable> first = waiting.iterator();
                Runnable check = first.next();
                first.remove();
                running++;
                check.run();
            }
            starting = false;
        }
        metrics.inFlight(running);
        metrics.waiting(waiting.size());
    }
}
