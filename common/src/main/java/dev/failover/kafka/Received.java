package dev.failover.kafka;

import dev.failover.event.Event;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A record that was read.
 *
 * @param at the record's time; for observations when the broker got it
 * @param event empty for a tombstone
 */
public record Received(TopicPartition partition, long offset, Instant at, String service, Optional<Event> event) {

    /** Whether it came from this topic. */
    public boolean from(Topic topic) {
        return partition.topic().equals(topic.topicName());
    }
}
