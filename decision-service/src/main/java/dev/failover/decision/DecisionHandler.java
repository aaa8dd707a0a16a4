package dev.failover.decision;

import dev.failover.kafka.CommitStep;
import dev.failover.kafka.Received;
import dev.failover.kafka.RecordHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each record to the {@link Shard} of its partition number, has the shards judge once they have caught up, and
 * commits what they publish together with the offsets it came from. A shard whose transaction failed is thrown away; the
 * group is asked to assign anew, and whoever gets the partition restores it from Kafka.
 */
final class DecisionHandler implements RecordHandler, CommitStep {

    private static final Logger log = LoggerFactory.getLogger(DecisionHandler.class);

    /** Makes the shards of partitions that were assigned. */
    interface Shards {
        /** Opens one shard for each partition number, fences its previous owner, and restores it. */
        Map<Integer, Shard> open(Set<Integer> partitions);
    }

    private final Shards source;
    private final Duration tick;
    private final Clock clock;
    private final Map<Integer, Shard> shards = new TreeMap<>();

    /** Where each input ended when it was assigned; a shard decides nothing before it has come that far. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private Instant tickedAt = Instant.EPOCH;

    DecisionHandler(Shards source, Duration tick, Clock clock) {
        this.source = source;
        this.tick = tick;
        this.clock = clock;
    }

    @Override
    public void assigned(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        Set<Integer> numbers =
                partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        numbers.removeAll(shards.keySet());
        shards.putAll(source.open(numbers));
        ends.putAll(consumer.endOffsets(partitions));
    }

    @Override
    public void revoked(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            ends.remove(partition);
            Shard shard = shards.remove(partition.partition());
            if (shard != null) {
                shard.close();
            }
        }
    }

    @Override
    public void handle(Consumer<String, byte[]> consumer, List<Received> batch) {
        for (Received record : batch) {
            Shard shard = shards.get(record.partition().partition());
            if (shard != null) {
                shard.take(record);
            }
        }
        letThemJudge(consumer);
    }

    private void letThemJudge(Consumer<String, byte[]> consumer) {
        Instant now = clock.instant();
        boolean all = !now.isBefore(tickedAt.plus(tick));
        if (all) {
            tickedAt = now;
        }
        forgetEndsThatWereReached(consumer);
        shards.forEach((number, shard) -> {
            if (ends.keySet().stream().noneMatch(partition -> partition.partition() == number)) {
                shard.judge(now, all);
            }
        });
    }

    private void forgetEndsThatWereReached(Consumer<String, byte[]> consumer) {
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void commit(Consumer<String, byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> next) {
        next.forEach((partition, offset) -> {
            Shard shard = shards.get(partition.partition());
            if (shard != null) {
                shard.readUpTo(partition, offset);
            }
        });
        for (Map.Entry<Integer, Shard> entry : List.copyOf(shards.entrySet())) {
            commit(consumer, entry.getKey(), entry.getValue());
        }
    }

    private void commit(Consumer<String, byte[]> consumer, int number, Shard shard) {
        try {
            shard.commit(clock.instant(), consumer.groupMetadata());
        } catch (KafkaException e) {
            log.warn("partition {} is given up and will be restored: {}", number, e.toString());
            shards.remove(number);
            shard.close();
            consumer.enforceRebalance("a transaction failed");
        }
    }
}
