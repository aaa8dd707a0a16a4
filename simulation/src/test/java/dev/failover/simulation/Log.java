package dev.failover.simulation;

import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.kafka.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Kafka in memory: partitions, offsets with gaps where transaction markers and compaction leave them, what groups have
 * committed, and who may still write under a transactional id. What a transaction brings appears whole or not at all.
 */
final class Log {

    /** A compacted topic's partition may grow to so many records before it is cleaned. */
    private static final int UNCOMPACTED = 24;

    private static final Map<String, Topic> BY_NAME =
            Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::topicName, Function.identity()));

    /** Told of every record that is there for readers, after the offsets that came with it were committed. */
    interface Listener {
        void appended(Topic topic, Entry entry);
    }

    /** A record; its event is read once and kept. */
    static final class Entry {
        final TopicPartition partition;
        final long offset;
        final String key;
        final byte @Nullable [] value;
        final Headers headers;
        final Instant at;
        private @Nullable Event event;
        private @Nullable String undecodable;

        private Entry(
                TopicPartition partition,
                long offset,
                String key,
                byte @Nullable [] value,
                Headers headers,
                Instant at,
                @Nullable Event event) {
            this.partition = partition;
            this.offset = offset;
            this.key = key;
            this.value = value;
            this.headers = headers;
            this.at = at;
            this.event = event;
        }

        /** The event; empty for a tombstone and for what cannot be decoded. */
        Optional<Event> event() {
            if (event == null && value != null && undecodable == null) {
                try {
                    event = EventCodec.decode(record(value, headers)).orElse(null);
                } catch (EventCodec.UndecodableException e) {
                    undecodable = String.valueOf(e.getMessage());
                }
            }
            return Optional.ofNullable(event);
        }

        boolean decodes() {
            event();
            return undecodable == null;
        }

        ConsumerRecord<String, byte[]> record(byte @Nullable [] body, Headers attributes) {
            return new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    offset,
                    at.toEpochMilli(),
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    0,
                    key,
                    body,
                    attributes,
                    Optional.empty());
        }
    }

    private static final class Partition {
        private final List<Entry> entries = new ArrayList<>();
        private long end;

        /** The place of the first entry at or after this offset. */
        int indexOf(long offset) {
            int low = 0;
            int high = entries.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (entries.get(middle).offset < offset) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    private final Schedule schedule;
    private final int partitionCount;
    private final Listener listener;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private final Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
    private final Map<String, Integer> writers = new HashMap<>();

    Log(Schedule schedule, int partitionCount, Listener listener) {
        this.schedule = schedule;
        this.partitionCount = partitionCount;
        this.listener = listener;
        for (Topic topic : Topic.values()) {
            for (int i = 0; i < partitionCount; i++) {
                partitions.put(new TopicPartition(topic.topicName(), i), new Partition());
            }
        }
    }

    static Topic topic(String name) {
        Topic topic = BY_NAME.get(name);
        if (topic == null) {
            throw new AssertionError("no topic " + name);
        }
        return topic;
    }

    int partitionCount() {
        return partitionCount;
    }

    TopicPartition partitionOf(Topic topic, String key) {
        return new TopicPartition(topic.topicName(), Math.floorMod(key.hashCode() * 31 + 7, partitionCount));
    }

    /** Writes what the world says; an observation's body is left out, since nobody reads it but through its event. */
    void append(Event event) {
        Topic topic = Topic.of(event);
        byte[] body = topic == Topic.OBSERVATIONS ? new byte[0] : EventCodec.body(event);
        Headers headers = topic == Topic.OBSERVATIONS
                ? new RecordHeaders()
                : new RecordHeaders(EventCodec.headers(event, "world", schedule.now()));
        append(partitionOf(topic, event.service()), event.service(), body, headers, event);
    }

    /** Writes what no reader can use. */
    void appendPoison(Topic topic, String key) {
        append(partitionOf(topic, key), key, new byte[] {'{'}, new RecordHeaders(), null);
    }

    void append(ProducerRecord<String, byte[]> record) {
        TopicPartition partition = partitionOf(topic(record.topic()), record.key());
        append(partition, record.key(), record.value(), record.headers(), null);
    }

    private void append(
            TopicPartition where, String key, byte @Nullable [] value, Headers headers, @Nullable Event event) {
        Partition partition = at(where);
        Entry entry = new Entry(where, partition.end++, key, value, headers, schedule.now(), event);
        Topic topic = topic(where.topic());
        if (topic.compacted() && partition.entries.size() >= UNCOMPACTED) {
            compact(partition);
        }
        partition.entries.add(entry);
        listener.appended(topic, entry);
    }

    private Partition at(TopicPartition where) {
        Partition partition = partitions.get(where);
        if (partition == null) {
            throw new AssertionError("no partition " + where);
        }
        return partition;
    }

    List<Entry> read(TopicPartition where, long from, int most) {
        Partition partition = at(where);
        int first = partition.indexOf(from);
        return partition.entries.subList(first, Math.min(partition.entries.size(), first + most));
    }

    long end(TopicPartition where) {
        return at(where).end;
    }

    /** The cleaner: drops what a newer record of the same key has replaced. */
    private static void compact(Partition partition) {
        Set<String> newer = new HashSet<>();
        List<Entry> kept = new ArrayList<>();
        for (int i = partition.entries.size() - 1; i >= 0; i--) {
            if (newer.add(partition.entries.get(i).key)) {
                kept.add(partition.entries.get(i));
            }
        }
        Collections.reverse(kept);
        partition.entries.clear();
        partition.entries.addAll(kept);
    }

    long committed(String group, TopicPartition partition) {
        return committed.getOrDefault(group, Map.of()).getOrDefault(partition, 0L);
    }

    void commit(String group, Map<TopicPartition, Long> offsets) {
        committed.computeIfAbsent(group, name -> new HashMap<>()).putAll(offsets);
    }

    /** The group begins at the beginning again. */
    void reset(String group) {
        committed.remove(group);
    }

    /** A new writer under this id; those before it may write no more. */
    int admit(String transactionalId) {
        return writers.merge(transactionalId, 1, Integer::sum);
    }

    boolean isFenced(String transactionalId, int epoch) {
        return writers.getOrDefault(transactionalId, 0) != epoch;
    }

    /** All of a transaction: the offsets, the records, and a marker in each partition that takes an offset. */
    void commit(Collection<ProducerRecord<String, byte[]>> records, String group, Map<TopicPartition, Long> offsets) {
        commit(group, offsets);
        records.forEach(this::append);
        records.stream()
                .map(record -> partitionOf(topic(record.topic()), record.key()))
                .distinct()
                .forEach(partition -> at(partition).end++);
    }
}
