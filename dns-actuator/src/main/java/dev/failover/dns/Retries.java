package dev.failover.dns;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that the decisions of one zone may take in one poll. All calls share it: what failed for a while is tried again,
 * with growing and scattered waits, until it is spent. A call that is under way then is waited for.
 */
final class Retries {

    /**
     * Of all zones of a poll. With the calls that are under way when it is spent it is less than the loop may go without a
     * poll, {@link dev.failover.kafka.ConsumeLoop#DEAD_AFTER}.
     */
    static final Duration BUDGET = Duration.ofSeconds(30);

    private static final long FIRST_WAIT_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 4_000;
    private static final Logger log = LoggerFactory.getLogger(Retries.class);

    private final LongSupplier nanos;
    private final Pause pause;
    private final ActuatorMetrics metrics;
    private final long end;

    /** Waits; a test only moves its clock. */
    @FunctionalInterface
    interface Pause {
        void of(long millis) throws InterruptedException;
    }

    Retries(Duration budget, LongSupplier nanos, Pause pause, ActuatorMetrics metrics) {
        this.nanos = nanos;
        this.pause = pause;
        this.metrics = metrics;
        this.end = nanos.getAsLong() + budget.toNanos();
    }

    /** When it is spent, in nanoseconds. */
    long end() {
        return end;
    }

    /** Whether nothing new should be begun. */
    boolean spent() {
        return nanos.getAsLong() >= end;
    }

    /** For calls that change nothing: also what has an uncertain outcome is tried again. */
    <T> T reading(Supplier<T> call) {
        return of(call, EnumSet.of(DnsProviderException.Kind.BUSY, DnsProviderException.Kind.UNCERTAIN));
    }

    /** For calls that change something: only what certainly was not done is tried again. */
    <T> T writing(Supplier<T> call) {
        return of(call, EnumSet.of(DnsProviderException.Kind.BUSY));
    }

    private <T> T of(Supplier<T> call, Set<DnsProviderException.Kind> again) {
        long wait = FIRST_WAIT_MILLIS;
        while (true) {
            try {
                return call.get();
            } catch (DnsProviderException e) {
                long scattered = wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
                if (!again.contains(e.kind()) || nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(scattered) > end) {
                    throw e;
                }
                log.info("{}; again in {} ms", e.getMessage(), scattered);
                metrics.countRepeat(e.kind());
                waitFor(scattered, e);
                wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
            }
        }
    }

    private void waitFor(long millis, DnsProviderException cause) {
        try {
            pause.of(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}
