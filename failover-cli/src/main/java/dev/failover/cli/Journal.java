package dev.failover.cli;

import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Follows transitions, decisions and changes from now on, as any subscriber of the topics would: shows each as a line,
 * and lets a caller wait for one. Keeps the newest {@link #KEPT}.
 */
public final class Journal implements AutoCloseable {

    private static final int KEPT = 1_000;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, byte[]> consumer;
    private final java.util.function.Consumer<String> show;
    private final Deque<Event> entries = new ArrayDeque<>();
    private final Thread thread = new Thread(this::follow, "journal");

    private Journal(KafkaClients clients, java.util.function.Consumer<String> show) {
        this.consumer = clients.consumer("journal");
        this.show = show;
    }

    /** Starts at the end of the topics, which must be there. */
    public static Journal follow(KafkaClients clients, java.util.function.Consumer<String> show) {
        Journal journal = new Journal(clients, show);
        List<TopicPartition> partitions = Stream.of(Topic.TRANSITIONS, Topic.DECISIONS, Topic.CHANGES)
                .flatMap(topic -> journal.consumer.partitionsFor(topic.topicName()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        journal.consumer.assign(partitions);
        journal.consumer.seekToEnd(partitions);
        // The end is looked up lazily; asked for now, nothing written after this call is missed.
        partitions.forEach(journal.consumer::position);
        journal.thread.setDaemon(true);
        journal.thread.start();
        return journal;
    }

    /** The first event of this type that is as asked, read already or within the limit. */
    public <E extends Event> Optional<E> await(Class<E> type, Predicate<E> asked, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (entries) {
            while (true) {
                Optional<E> found = matching(type, asked).findFirst();
                long left = (end - System.nanoTime()) / 1_000_000;
                if (found.isPresent() || left <= 0) {
                    return found;
                }
                waitAtMost(left);
            }
        }
    }

    /** How many of this type were as asked so far. */
    public <E extends Event> long count(Class<E> type, Predicate<E> asked) {
        synchronized (entries) {
            return matching(type, asked).count();
        }
    }

    private <E extends Event> Stream<E> matching(Class<E> type, Predicate<E> asked) {
        return entries.stream().filter(type::isInstance).map(type::cast).filter(asked);
    }

    private void waitAtMost(long millis) {
        try {
            entries.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event", e);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (consumer) {
            while (true) {
                consumer.poll(POLL).forEach(this::note);
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (KafkaException e) {
            show.accept("the topics cannot be followed any more: " + e.getMessage());
        }
    }

    private void note(ConsumerRecord<String, byte[]> record) {
        try {
            EventCodec.decode(record).ifPresent(this::note);
        } catch (EventCodec.UndecodableException e) {
            show.accept(record.topic() + ": cannot be read: " + e.getMessage());
        }
    }

    private void note(Event event) {
        show.accept(EventText.line(event));
        synchronized (entries) {
            entries.addLast(event);
            if (entries.size() > KEPT) {
                entries.removeFirst();
            }
            entries.notifyAll();
        }
    }
}
