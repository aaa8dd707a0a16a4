package dev.failover.dns.steering;

import dev.failover.event.Steering;
import dev.failover.kafka.Newest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps where every service shall be, by the whole of {@code failover.steering}: one thread, one consumer, no group, so that
 * each process has all of it. While Kafka is away it keeps what it knows; after a start it knows nothing until it has read
 * up to where the topic ended then.
 */
final class SteeringFollower implements AutoCloseable {

    /** Without an answer from Kafka for this long it may have missed something. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(SteeringFollower.class);

    private final Consumer<String, byte[]> consumer;
    private final Clock clock;
    private final java.util.function.Consumer<Throwable> fatal;
    private final Thread thread;
    private final Newest<Steering> newest = SteeringLog.nothingYet();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

    private volatile boolean stopping;
    private volatile Instant lastAnswer;

    /**
     * Not started yet.
     *
     * @param consumer without a group; closed at the end
     */
    SteeringFollower(Consumer<String, byte[]> consumer, Clock clock, java.util.function.Consumer<Throwable> fatal) {
        this.consumer = consumer;
        this.clock = clock;
        this.fatal = fatal;
        this.lastAnswer = clock.instant();
        this.thread = new Thread(this::run, "steering");
    }

    void start() {
        thread.start();
    }

    /** Once everything has been read that was there at the start. */
    void whenCaughtUp(Runnable then) {
        CompletableFuture<Void> unused = caughtUp.thenRun(then);
    }

    /** Whether a name shall be at an endpoint; never before it has caught up. */
    boolean isAt(String service, String endpoint) {
        Steering steering = newest.events().get(service);
        return caughtUp.isDone() && steering != null && steering.endpoint().equals(endpoint);
    }

    int services() {
        return newest.events().size();
    }

    /** How long Kafka has not answered. */
    Duration silence() {
        return Duration.between(lastAnswer, clock.instant());
    }

    Optional<String> whyNotReady() {
        if (!caughtUp.isDone()) {
            return Optional.of("failover.steering has not been read to its end yet");
        }
        return silence().compareTo(SILENT_AFTER) > 0
                ? Optional.of("no answer from Kafka for " + silence().toSeconds() + " s: what is served may be old")
                : Optional.empty();
    }

    private void run() {
        try (consumer) {
            follow();
        } catch (WakeupException e) {
            log.debug("steering woken up to stop");
        } catch (RuntimeException e) {
            if (!stopping) {
                fatal.accept(e);
            }
        }
    }

    private void follow() {
        Map<TopicPartition, Long> ends = begin();
        Instant askedAt = clock.instant();
        while (!stopping) {
            consumer.poll(POLL).forEach(newest::take);
            if (!caughtUp.isDone() && isPast(ends)) {
                log.info(
                        "steering knows where {} services shall be",
                        newest.events().size());
                caughtUp.complete(null);
            }
            if (Duration.between(askedAt, clock.instant()).compareTo(ASK_EVERY) > 0) {
                ask(ends.keySet().stream().toList());
                askedAt = clock.instant();
            }
        }
    }

    /** From the beginning of all partitions; waits for Kafka as long as it takes. */
    private Map<TopicPartition, Long> begin() {
        while (true) {
            try {
                List<TopicPartition> partitions = SteeringLog.partitions(consumer);
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ASK_LIMIT);
                lastAnswer = clock.instant();
                return ends;
            } catch (TimeoutException e) {
                log.warn("steering waits for Kafka: {}", e.getMessage());
            }
        }
    }

    private boolean isPast(Map<TopicPartition, Long> ends) {
        try {
            return ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey(), ASK_LIMIT) >= end.getValue());
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** A poll that brings nothing does not tell whether Kafka is there. */
    private void ask(List<TopicPartition> partitions) {
        try {
            consumer.endOffsets(partitions, ASK_LIMIT);
            lastAnswer = clock.instant();
        } catch (TimeoutException e) {
            log.warn(
                    "steering serves what it knows; Kafka does not answer for {} s",
                    silence().toSeconds());
        }
    }

    @Override
    public void close() {
        stopping = true;
        consumer.wakeup();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
