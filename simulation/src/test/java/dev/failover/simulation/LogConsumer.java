package dev.failover.simulation;

import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.kafka.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A consumer on the {@link Log}, as far as the handlers, the loop and the restoring use one. */
final class LogConsumer extends MockConsumer<String, byte[]> {

    /** How a reader that is broken on purpose understands an event; null: not at all. */
    interface Lens {
        Lens CLEAR = (topic, event) -> event;

        @Nullable
        Event seen(Topic topic, Event event);
    }

    private final Log log;
    private final Lens lens;
    private final SideEffects effects;
    private final @Nullable Group group;
    private final Group.@Nullable Member member;
    private final Map<TopicPartition, Long> positions =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));

    LogConsumer(Log log, Lens lens, SideEffects effects, @Nullable Group group, Group.@Nullable Member member) {
        super("earliest");
        this.log = log;
        this.lens = lens;
        this.effects = effects;
        this.group = group;
        this.member = member;
    }

    /** From where the group goes on. */
    void startAtCommitted(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> positions.put(partition, log.committed(group().name(), partition)));
    }

    void forget(Collection<TopicPartition> partitions) {
        positions.keySet().removeAll(partitions);
    }

    /** The next records, at most so many, the partitions in turn from {@code first} on. */
    List<Log.Entry> next(int most, int first) {
        List<TopicPartition> partitions = new ArrayList<>(positions.keySet());
        List<Log.Entry> taken = new ArrayList<>();
        for (int i = 0; i < partitions.size() && taken.size() < most; i++) {
            TopicPartition partition = partitions.get((first + i) % partitions.size());
            List<Log.Entry> found = log.read(partition, position(partition), most - taken.size());
            taken.addAll(found);
            long next = taken.size() < most || found.isEmpty()
                    ? log.end(partition)
                    : found.get(found.size() - 1).offset + 1;
            positions.put(partition, next);
        }
        return taken;
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
        positions.clear();
        partitions.forEach(partition -> positions.put(partition, 0L));
    }

    @Override
    public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> positions.put(partition, 0L));
    }

    /** Only for restoring; a few at a time, as a broker does. */
    @Override
    public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
        for (Log.Entry entry : next(50, 0)) {
            records.computeIfAbsent(entry.partition, partition -> new ArrayList<>())
                    .add(throughLens(entry));
        }
        return new ConsumerRecords<>(records, Map.of());
    }

    private ConsumerRecord<String, byte[]> throughLens(Log.Entry entry) {
        Event event = lens == Lens.CLEAR ? null : entry.event().orElse(null);
        Event seen = event == null ? null : lens.seen(Log.topic(entry.partition.topic()), event);
        if (seen == event) {
            return entry.record(entry.value, entry.headers);
        }
        Headers headers = seen == null ? entry.headers : new RecordHeaders(EventCodec.headers(seen, "lens", entry.at));
        return entry.record(seen == null ? null : EventCodec.body(seen), headers);
    }

    @Override
    public synchronized long position(TopicPartition partition) {
        Long position = positions.get(partition);
        if (position == null) {
            throw new IllegalStateException("not assigned: " + partition);
        }
        return position;
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(partition, log.end(partition)));
        return ends;
    }

    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return OptionalLong.of(log.end(partition) - position(partition));
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> next) {
        if (effects.before("commit of offsets") == SideEffects.Fate.FAILS) {
            throw new TimeoutException("no acknowledgement of the offsets");
        }
        if (member != null) {
            member.mustBeCurrent();
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        next.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        log.commit(group().name(), offsets);
        effects.after("commit of offsets");
    }

    private Group group() {
        if (group == null) {
            throw new IllegalStateException("a consumer without a group");
        }
        return group;
    }

    @Override
    public void enforceRebalance(String reason) {
        if (member != null) {
            member.askForRebalance();
        }
    }

    @Override
    public void close() {
        positions.clear();
    }
}
