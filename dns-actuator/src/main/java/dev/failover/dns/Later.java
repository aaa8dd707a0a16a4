package dev.failover.dns;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on a pool's threads when they are due; its owner ends the pool with it. */
final class Later implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(Later.class);

    private final ScheduledExecutorService pool;
    private final Consumer<Throwable> fatal;

    Later(ScheduledExecutorService pool, Consumer<Throwable> fatal) {
        this.pool = pool;
        this.fatal = fatal;
    }

    /** A task that throws would be lost without a word; one that is interrupted by {@link #close} may be. */
    void run(Duration delay, Runnable task) {
        if (!pool.isShutdown()) {
            Future<?> unused = pool.schedule(() -> watched(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void watched(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (!pool.isShutdown()) {
                fatal.accept(e);
            }
        }
    }

    /** Leaves what is not done. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("confirmations did not stop within {} s", STOP_LIMIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
