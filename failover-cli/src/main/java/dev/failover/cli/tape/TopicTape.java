package dev.failover.cli.tape;

import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics as one, in the order of the broker's time, and holds only a little of each partition: one that is far ahead
 * of the others is not fetched from until they have caught up.
 */
public final class TopicTape {

    private static final Duration POLL = Duration.ofMillis(100);

    /** A partition that has nothing now may still bring something this old. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    /** So many of one partition wait before it is paused. */
    private static final int ENOUGH = 500;

    /** Where to begin. */
    public enum From {
        BEGINNING,
        /** With what is written from now on; services from the beginning all the same. */
        NOW
    }

    private final Consumer<String, byte[]> consumer;
    private final Clock clock;
    private final Map<TopicPartition, Queue<Recorded>> waiting = new HashMap<>();
    private Map<TopicPartition, Long> ends = Map.of();
    private long unreadable;

    private TopicTape(Consumer<String, byte[]> consumer, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /** All that the topics hold now of checks and commands. */
    public static Tape heldNow(KafkaClients clients) {
        return each -> {
            InTimeOrder ordered = new InTimeOrder(each);
            try (Consumer<String, byte[]> consumer = clients.consumer("failover-simulate")) {
                TopicTape tape = new TopicTape(consumer, Clock.systemUTC());
                tape.begin(List.of(Topic.OBSERVATIONS, Topic.COMMANDS), From.BEGINNING);
                tape.run(ordered, tape::isAtTheEnd);
            }
            ordered.end();
        };
    }

    /**
     * Reads on until told to stop; what was fetched by then is handed on.
     *
     * @param toTheEnd also stop at the end that the topics have now
     * @return how many records could not be read
     */
    static long follow(
            Consumer<String, byte[]> consumer,
            Collection<Topic> topics,
            From from,
            boolean toTheEnd,
            BooleanSupplier stop,
            java.util.function.Consumer<Recorded> each) {
        TopicTape tape = new TopicTape(consumer, Clock.systemUTC());
        tape.begin(topics, from);
        tape.run(each, () -> stop.getAsBoolean() || (toTheEnd && tape.isAtTheEnd()));
        return tape.unreadable;
    }

    private void begin(Collection<Topic> topics, From from) {
        Set<TopicPartition> old = new HashSet<>();
        Set<TopicPartition> fresh = new HashSet<>();
        for (Topic topic : topics) {
            Set<TopicPartition> where = from == From.BEGINNING || topic == Topic.SERVICES ? old : fresh;
            consumer.partitionsFor(topic.topicName())
                    .forEach(p -> where.add(new TopicPartition(p.topic(), p.partition())));
        }
        old.forEach(partition -> waiting.put(partition, new ArrayDeque<>()));
        fresh.forEach(partition -> waiting.put(partition, new ArrayDeque<>()));
        consumer.assign(waiting.keySet());
        // Kafka takes no partitions for all partitions.
        if (!old.isEmpty()) {
            consumer.seekToBeginning(old);
        }
        if (!fresh.isEmpty()) {
            consumer.seekToEnd(fresh);
        }
        // The end is looked up lazily; asked for now, nothing written after this call is missed.
        fresh.forEach(consumer::position);
        ends = new HashMap<>(consumer.endOffsets(waiting.keySet()));
    }

    private void run(java.util.function.Consumer<Recorded> each, BooleanSupplier stop) {
        while (!stop.getAsBoolean()) {
            consumer.poll(POLL).forEach(this::take);
            handOn(each, false);
            waiting.forEach((partition, queue) -> {
                if (queue.size() > ENOUGH) {
                    consumer.pause(Set.of(partition));
                } else {
                    consumer.resume(Set.of(partition));
                }
            });
        }
        handOn(each, true);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        String place = partition + "@" + record.offset();
        try {
            Optional<Event> event = EventCodec.decode(record);
            event.ifPresent(
                    e -> queue(partition).add(new Recorded(Instant.ofEpochMilli(record.timestamp()), e, place)));
        } catch (EventCodec.UndecodableException e) {
            unreadable++;
        }
    }

    private Queue<Recorded> queue(TopicPartition partition) {
        return waiting.computeIfAbsent(partition, p -> new ArrayDeque<>());
    }

    /** The oldest of all partitions first, as far as none of them can bring an older one. */
    private void handOn(java.util.function.Consumer<Recorded> each, boolean all) {
        Set<TopicPartition> behind = new HashSet<>(waiting.keySet());
        behind.removeIf(this::hasPassedItsEnd);
        Optional<Queue<Recorded>> next = oldest(behind, all);
        while (next.isPresent()) {
            each.accept(next.get().remove());
            next = oldest(behind, all);
        }
    }

    /**
     * The queue with the oldest event, if that may be handed on.
     *
     * @param behind what has not been read up to the end that it had at the beginning
     */
    private Optional<Queue<Recorded>> oldest(Set<TopicPartition> behind, boolean all) {
        Instant certain = all ? Instant.MAX : clock.instant().minus(ON_THE_WAY);
        Optional<Queue<Recorded>> oldest = Optional.empty();
        boolean anyEmpty = false;
        for (Map.Entry<TopicPartition, Queue<Recorded>> entry : waiting.entrySet()) {
            Queue<Recorded> queue = entry.getValue();
            if (queue.isEmpty() && !all && behind.contains(entry.getKey())) {
                return Optional.empty();
            }
            anyEmpty |= queue.isEmpty();
            if (!queue.isEmpty()
                    && (oldest.isEmpty()
                            || queue.element()
                                    .at()
                                    .isBefore(oldest.get().element().at()))) {
                oldest = Optional.of(queue);
            }
        }
        boolean mayWait = anyEmpty;
        return oldest.filter(queue -> !mayWait || !queue.element().at().isAfter(certain));
    }

    /** What it held when the reading began is read: from now on it brings only what is new. */
    private boolean hasPassedItsEnd(TopicPartition partition) {
        return consumer.position(partition) >= ends.getOrDefault(partition, 0L);
    }

    private boolean isAtTheEnd() {
        return waiting.keySet().stream().allMatch(this::hasPassedItsEnd);
    }
}
