package dev.failover.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic from its beginning to the end that it has now; for compacted topics: all that holds. */
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;

    /**
     * A reader.
     *
     * @param consumer without a group; the caller closes it
     */
    public TopicReader(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /** All partitions of a topic. */
    public void readAll(Topic topic, java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic.topicName());
        read(
                partitions.stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .collect(Collectors.toSet()),
                each);
    }

    /** These partitions, from the beginning to the end as it is when asked. */
    public void read(
            Collection<TopicPartition> partitions, java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        // Transaction markers take offsets and are never returned: ask for the position, not for the last record.
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            consumer.poll(POLL).forEach(each);
        }
    }
}
