package dev.failover.dns;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the zones beside the decisions, each on a thread of its own: what waits for its quota delays nobody. */
final class Scans implements AutoCloseable {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(Scans.class);

    private final Consumer<Throwable> fatal;
    private final Deque<ScheduledExecutorService> threads = new ArrayDeque<>();

    Scans(Consumer<Throwable> fatal) {
        this.fatal = fatal;
    }

    /** Begins to call {@code tick} again and again. */
    void start(String name, Runnable tick) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, name));
        threads.push(thread);
        Future<?> unused = thread.scheduleWithFixedDelay(
                () -> look(name, tick), FIRST.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(String name, Runnable tick) {
        try {
            tick.run();
        } catch (InterruptException e) {
            log.debug("{}: ends with the process", name);
        } catch (KafkaException e) {
            log.warn("{}: not looked at: {}", name, e.getMessage());
        } catch (RuntimeException e) {
            fatal.accept(e);
        }
    }

    @Override
    public void close() {
        threads.forEach(ScheduledExecutorService::shutdownNow);
    }
}
