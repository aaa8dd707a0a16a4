package dev.failover.dns;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Tries again what failed for a while, with growing and scattered waits, within a budget of time. */
public final class Retries {

    /** The longest that one call may take with all its repetitions, the last attempt's own time apart. */
    public static final Duration BUDGET = Duration.ofSeconds(15);

    private static final long FIRST_WAIT_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 4_000;

    private Retries() {}

    /** For calls that change nothing: also what has an uncertain outcome is tried again. */
    public static <T> T reading(Supplier<T> call) {
        return of(call, EnumSet.of(DnsProviderException.Kind.BUSY, DnsProviderException.Kind.UNCERTAIN));
    }

    /** For calls that change something: only what certainly was not done is tried again. */
    public static <T> T writing(Supplier<T> call) {
        return of(call, EnumSet.of(DnsProviderException.Kind.BUSY));
    }

    private static <T> T of(Supplier<T> call, Set<DnsProviderException.Kind> again) {
        long end = System.nanoTime() + BUDGET.toNanos();
        long wait = FIRST_WAIT_MILLIS;
        while (true) {
            try {
                return call.get();
            } catch (DnsProviderException e) {
                long scattered = wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
                if (!again.contains(e.kind()) || System.nanoTime() + scattered * 1_000_000 > end) {
                    throw e;
                }
                waitFor(scattered, e);
                wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
            }
        }
    }

    private static void waitFor(long millis, DnsProviderException cause) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}
