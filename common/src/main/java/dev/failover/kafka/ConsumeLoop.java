package dev.failover.kafka;

import dev.failover.event.EventCodec;
import dev.failover.service.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One named thread that owns one consumer: poll, handle to the end, commit, poll again. A record that does not decode
 * goes to dead letters and is passed over. A handler that fails ends the loop, and {@code fatal} is told. Memory is
 * bounded by one poll ({@code max.poll.records}, {@code fetch.max.bytes}).
 */
public final class ConsumeLoop implements Worker {

    /** Without a poll for this long the loop counts as dead. */
    public static final Duration DEAD_AFTER = Duration.ofSeconds(60);

    /** How long a stop waits for the batch in hand. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(ConsumeLoop.class);

    /**
     * What to read and how often to look at the clock.
     *
     * @param name of the thread, for logs and health
     * @param pollTimeout how long a poll waits when there is nothing: the handler is called at least this often
     */
    public record Options(String name, List<Topic> topics, Duration pollTimeout) {
        public Options {
            topics = List.copyOf(topics);
        }
    }

    private final Options options;
    private final Consumer<String, byte[]> consumer;
    private final RecordHandler handler;
    private final CommitStep commitStep;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final java.util.function.Consumer<Throwable> fatal;
    private final Thread thread;

    private volatile boolean stopping;
    private volatile Instant lastPoll;
    private volatile boolean assigned;
    private volatile @Nullable Throwable death;

    public ConsumeLoop(
            Options options,
            Consumer<String, byte[]> consumer,
            RecordHandler handler,
            CommitStep commitStep,
            DeadLetters deadLetters,
            Clock clock,
            java.util.function.Consumer<Throwable> fatal) {
        this.options = options;
        this.consumer = consumer;
        this.handler = handler;
        this.commitStep = commitStep;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.fatal = fatal;
        this.lastPoll = clock.instant();
        this.thread = new Thread(this::run, options.name());
    }

    @Override
    public void start() {
        lastPoll = clock.instant();
        thread.start();
    }

    /** Finishes the batch in hand and leaves the group; blocks, so never call it on an event loop. */
    @Override
    public void close() {
        stopping = true;
        consumer.wakeup();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("{} did not finish its batch within {} s", options.name(), STOP_LIMIT.toSeconds());
        }
    }

    @Override
    public Optional<String> whyDead() {
        if (death != null) {
            return Optional.of("the loop has ended: " + death.getMessage());
        }
        Duration silence = Duration.between(lastPoll, clock.instant());
        return silence.compareTo(DEAD_AFTER) > 0
                ? Optional.of("no poll for " + silence.toSeconds() + " s")
                : Optional.empty();
    }

    /** Not before it has joined its group. */
    @Override
    public Optional<String> whyNotReady() {
        return assigned ? whyDead() : Optional.of("no answer from the group's coordinator yet");
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(options.topics().stream().map(Topic::topicName).toList(), new Rebalance());
            while (!stopping) {
                turn();
            }
        } catch (WakeupException e) {
            log.debug("{} woken up to stop", options.name());
        } catch (Throwable e) {
            death = e;
            fatal.accept(e);
        }
    }

    private void turn() {
        ConsumerRecords<String, byte[]> polled = consumer.poll(options.pollTimeout());
        lastPoll = clock.instant();
        handler.handle(consumer, decoded(polled));
        try {
            commitStep.commit(consumer, polled.nextOffsets());
        } catch (RebalanceInProgressException e) {
            // The next poll takes part in it; what was handled is read again by whoever owns it then.
            log.info("{} could not commit while partitions move; the batch will be read again", options.name());
        }
    }

    private List<Received> decoded(ConsumerRecords<String, byte[]> polled) {
        List<Received> batch = new ArrayList<>(polled.count());
        for (ConsumerRecord<String, byte[]> record : polled) {
            try {
                Received received = received(record);
                if (belongs(received)) {
                    batch.add(received);
                } else {
                    deadLetters.bury(record, "its type belongs on another topic");
                }
            } catch (EventCodec.UndecodableException e) {
                deadLetters.bury(record, e.getMessage());
            }
        }
        return batch;
    }

    /** A handler may rely on what it finds on a topic. */
    private static boolean belongs(Received received) {
        return received.event().map(Topic::of).map(received::from).orElse(true);
    }

    private static Received received(ConsumerRecord<String, byte[]> record) throws EventCodec.UndecodableException {
        return new Received(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                EventCodec.decode(record));
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            log.info("{} assigned {}", options.name(), partitions);
            handler.assigned(consumer, partitions);
            assigned = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            log.info("{} revoked {}", options.name(), partitions);
            handler.revoked(consumer, partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            log.warn("{} lost {}: another member has them already", options.name(), partitions);
            handler.lost(consumer, partitions);
        }
    }
}
