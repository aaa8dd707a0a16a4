package dev.failover.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a {@link ConsumeLoop} does with the offsets once the handler has returned. */
@FunctionalInterface
public interface CommitStep {

    /** Nothing: every start reads again from where {@link RecordHandler#assigned} puts it. */
    CommitStep NONE = (consumer, next) -> {};

    /** A plain commit: a record is handled at least once. */
    CommitStep AFTER_HANDLING = (consumer, next) -> {
        if (!next.isEmpty()) {
            consumer.commitSync(next);
        }
    };

    /**
     * Called after every poll.
     *
     * @param next the offsets to go on from, of the partitions that were read in this poll; empty when none were
     */
    void commit(Consumer<String, byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> next);
}
