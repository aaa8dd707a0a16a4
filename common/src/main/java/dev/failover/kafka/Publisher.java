package dev.failover.kafka;

import dev.failover.event.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events from event loops without ever blocking them. Events wait in a map of limited size for a thread that
 * sends them, and only so many may be unacknowledged; while Kafka is away a newer event of the same subject takes the
 * older one's place (scenario 42), and when the map is full the event is dropped and counted.
 */
public final class Publisher implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    /** How long events gather after others have been sent; the first one after a while is sent at once. */
    private static final int GATHER_MILLIS = 5;

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    /**
     * How much may wait.
     *
     * @param waiting the most subjects that wait
     * @param unacknowledged the most events that are sent and not acknowledged
     */
    public record Limits(int waiting, int unacknowledged) {
        public static final Limits DEFAULT = new Limits(50_000, 10_000);
    }

    private final Producer<String, byte[]> producer;
    private final EventWriter writer;
    private final Limits limits;
    private final Semaphore unacknowledged;
    private final Map<String, Event> waiting = new LinkedHashMap<>();
    private final Counter sent;
    private final Counter failed;
    private final Counter superseded;
    private final Counter dropped;
    private final Thread thread;
    private boolean stopping;

    public Publisher(Producer<String, byte[]> producer, EventWriter writer, Limits limits, MeterRegistry metrics) {
        this.producer = producer;
        this.writer = writer;
        this.limits = limits;
        this.unacknowledged = new Semaphore(limits.unacknowledged());
        this.sent = counter(metrics, "sent");
        this.failed = counter(metrics, "failed");
        this.superseded = counter(metrics, "superseded");
        this.dropped = counter(metrics, "dropped");
        this.thread = new Thread(this::run, "publisher");
        thread.setDaemon(true);
        thread.start();
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("failover.published")
                .description("Events handed to the publisher, by what became of them")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /**
     * Takes an event and returns at once.
     *
     * @param subject while two events of one subject wait, only the newer is sent
     */
    public void offer(String subject, Event event) {
        synchronized (waiting) {
            if (!waiting.containsKey(subject) && waiting.size() >= limits.waiting()) {
                dropped.increment();
                return;
            }
            // Taken out first, so that the newer one queues at the end.
            if (waiting.remove(subject) != null) {
                superseded.increment();
            }
            waiting.put(subject, event);
            waiting.notifyAll();
        }
    }

    /** How many events wait to be sent. */
    public int backlog() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Sends what waits, within a limit, and stops; blocks, so never call it on an event loop. */
    @Override
    public void close() {
        synchronized (waiting) {
            stopping = true;
            waiting.notifyAll();
        }
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(STOP_LIMIT);
    }

    private void run() {
        try {
            // An event is taken only once it may be sent, so that until then a newer one can take its place.
            while (somethingWaits() && mayBeSent()) {
                send(oldest());
                if (backlog() == 0) {
                    // Whoever offers need not wake this thread for each event, which costs more than to send it.
                    TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for an event; false when there is none and there will be none. */
    private boolean somethingWaits() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty() && !stopping) {
                waiting.wait();
            }
            return !waiting.isEmpty();
        }
    }

    /** Waits for room among the unacknowledged; false when there is none and the publisher is stopping. */
    private boolean mayBeSent() throws InterruptedException {
        while (!unacknowledged.tryAcquire(100, TimeUnit.MILLISECONDS)) {
            synchronized (waiting) {
                if (stopping) {
                    return false;
                }
            }
        }
        return true;
    }

    private Event oldest() {
        synchronized (waiting) {
            Iterator<Event> events = waiting.values().iterator();
            Event event = events.next();
            events.remove();
            return event;
        }
    }

    private void send(Event event) {
        try {
            Future<?> unused = producer.send(writer.record(event), this::acknowledged);
        } catch (KafkaException | IllegalStateException e) {
            acknowledged(null, e instanceof KafkaException k ? k : new KafkaException(e));
        }
    }

    private void acknowledged(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        unacknowledged.release();
        if (failure == null) {
            sent.increment();
        } else {
            failed.increment();
            log.debug("an event was not written: {}", failure.getMessage());
        }
    }
}
