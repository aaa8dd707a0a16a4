package dev.failover.kafka;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What a service does with what its {@link ConsumeLoop} reads. All is called on the loop's thread. */
public interface RecordHandler {

    /**
     * Handles what one poll brought, in order; an empty list is a chance to look at the clock. Throwing ends the loop.
     */
    void handle(Consumer<String, byte[]> consumer, List<Received> batch);

    /** Partitions came to this member; nothing of them has been read yet, and the position may be changed. */
    default void assigned(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {}

    /** Partitions go to another member, which waits until this returns. */
    default void revoked(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {}

    /** Partitions went to another member already: nothing may be written for them any more. */
    default void lost(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        revoked(consumer, partitions);
    }
}
