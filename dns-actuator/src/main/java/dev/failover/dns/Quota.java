package dev.failover.dns;

import java.util.concurrent.TimeUnit;

/**
 * How much may be asked of the provider: a bucket of tokens for all requests, and one for changes, each of which takes a
 * token of both. It is told the time and waits for nothing. Who matters less leaves a part of the bucket alone, so that
 * whoever matters more never waits behind it: a token that comes while a failover waits is the failover's.
 *
 * <p>A change counts as one call, however many records it has: Route 53 limits a batch's size by itself, and publishes no
 * number of records a second.
 *
 * <p>When the provider says that it was too much, the bucket is emptied and fills at half its pace, down to a sixteenth;
 * the pace grows back by a twentieth of the whole each second (additive increase, multiplicative decrease).
 */
final class Quota {

    /** Who asks, the most urgent first. */
    enum Use {
        FAILOVER(0),
        VERIFICATION(0.25),
        /** Looks for drift, and tests of ourselves. */
        SCAN(0.5);

        /** The part of a bucket that is left to the more urgent. */
        private final double left;

        Use(double left) {
            this.left = left;
        }
    }

    /**
     * The limits.
     *
     * @param requests a second
     * @param burst the most requests at once
     * @param changes a second; they are part of the requests
     */
    record Rates(double requests, int burst, double changes) {}

    /** The changes of a whole zone, 500 services of some 200 characters each, are four batches. */
    private static final int CHANGES_AT_ONCE = 5;

    private final Bucket requests;
    private final Bucket changes;

    Quota(Rates rates, long now) {
        this.requests = new Bucket(rates.requests(), rates.burst(), now);
        this.changes = new Bucket(rates.changes(), CHANGES_AT_ONCE, now);
    }

    /**
     * Takes what a request needs, or nothing.
     *
     * @param now nanoseconds, from any beginning
     * @return how many nanoseconds to wait before asking again; 0 when it was taken
     */
    synchronized long take(Use use, Gate.Call call, long now) {
        long wait = requests.wait(use, now);
        if (call == Gate.Call.CHANGE) {
            wait = Math.max(wait, changes.wait(use, now));
        }
        if (wait == 0) {
            requests.take();
            if (call == Gate.Call.CHANGE) {
                changes.take();
            }
        }
        return wait;
    }

    /** The provider said that a request was too much. */
    synchronized void tooMuch(Gate.Call call, long now) {
        requests.slowDown(now);
        if (call == Gate.Call.CHANGE) {
            changes.slowDown(now);
        }
    }

    /** What is allowed at the moment, requests a second. */
    synchronized double requestsPerSecond(long now) {
        return requests.pace(now);
    }

    private static final class Bucket {
        private static final double SLOWEST = 1.0 / 16;
        private static final double REGAINED_A_SECOND = 1.0 / 20;

        private final double rate;
        private final double burst;
        private double tokens;
        private double pace = 1;
        private long filledAt;

        Bucket(double rate, int burst, long now) {
            this.rate = rate;
            this.burst = burst;
            this.tokens = burst;
            this.filledAt = now;
        }

        private void fill(long now) {
            double seconds = Math.max(0, now - filledAt) / 1e9;
            double then = Math.min(1, pace + seconds * REGAINED_A_SECOND);
            tokens = Math.min(burst, tokens + seconds * rate * (pace + then) / 2);
            pace = then;
            filledAt = now;
        }

        long wait(Use use, long now) {
            fill(now);
            // One that leaves everything could never be served.
            double missing = 1 + Math.min(use.left * burst, burst - 1) - tokens;
            return missing <= 1e-9 ? 0 : 1 + (long) (missing / (rate * pace) * TimeUnit.SECONDS.toNanos(1));
        }

        void take() {
            tokens -= 1;
        }

        void slowDown(long now) {
            fill(now);
            pace = Math.max(SLOWEST, pace / 2);
            tokens = 0;
        }

        double pace(long now) {
            fill(now);
            return rate * pace;
        }
    }
}
