package dev.failover.decision;

import dev.failover.decision.core.Fleet;
import dev.failover.kafka.CommitStep;
import dev.failover.kafka.Received;
import dev.failover.kafka.RecordHandler;
import dev.failover.kafka.Topic;
import dev.failover.service.Durations;
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
 *
 * <p>The services of all its shards are the fleet that it watches for the brake: keys are spread over partitions by their
 * hash, so that what one instance has is a fair sample of all.
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
    private final DecisionMetrics metrics;
    private final Map<Integer, Shard> shards = new TreeMap<>();

    /** Where each input ended when it was assigned; a shard decides nothing before it has come that far. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private Fleet fleet;
    private Instant tickedAt = Instant.EPOCH;

    DecisionHandler(Shards source, Duration tick, Fleet.Rule brake, Clock clock, DecisionMetrics metrics) {
        this.source = source;
        this.tick = tick;
        this.fleet = Fleet.calm(brake);
        this.clock = clock;
        this.metrics = metrics;
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
        Map<TopicPartition, Instant> stamps = new HashMap<>();
        for (Received record : batch) {
            Shard shard = shards.get(record.partition().partition());
            if (shard != null) {
                shard.take(record);
                stamps.put(record.partition(), record.at());
            }
        }
        stamps.forEach((partition, stamp) -> tellTime(consumer, partition, stamp));
        shards.forEach((number, shard) -> tellSilence(consumer, number, shard));
        letThemJudge(consumer);
    }

    private void tellTime(Consumer<String, byte[]> consumer, TopicPartition partition, Instant stamp) {
        Shard shard = shards.get(partition.partition());
        if (shard != null && partition.topic().equals(Topic.OBSERVATIONS.topicName())) {
            shard.time().heard(stamp, consumer.currentLag(partition).orElse(1) == 0);
        }
    }

    private static void tellSilence(Consumer<String, byte[]> consumer, int number, Shard shard) {
        TopicPartition observations = new TopicPartition(Topic.OBSERVATIONS.topicName(), number);
        if (consumer.currentLag(observations).orElse(1) == 0) {
            shard.time().nothingMore();
        }
    }

    private void letThemJudge(Consumer<String, byte[]> consumer) {
        Instant now = clock.instant();
        boolean all = Durations.isPast(tickedAt, tick, now);
        if (all) {
            tickedAt = now;
        }
        forgetEndsThatWereReached(consumer);
        List<Shard> ready = shards.entrySet().stream()
                .filter(shard ->
                        hasCaughtUp(shard.getKey()) && shard.getValue().time().isSure())
                .map(Map.Entry::getValue)
                .toList();
        lookAtTheFleet(ready);
        ready.forEach(shard -> shard.judge(all, fleet.incident()));
    }

    /** Before every judgement: the first service of many that turn bad must not move before the others are seen. */
    private void lookAtTheFleet(List<Shard> ready) {
        if (!ready.isEmpty()) {
            Instant now = ready.get(0).time().now();
            fleet = fleet.look(ready.stream().flatMap(Shard::members).toList(), now);
            metrics.braked(fleet.incident() != null && fleet.incident().proven());
        }
    }

    private boolean hasCaughtUp(int number) {
        return ends.keySet().stream().noneMatch(partition -> partition.partition() == number);
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
            shard.commit(consumer.groupMetadata());
        } catch (KafkaException e) {
            log.warn("partition {} is given up and will be restored: {}", number, e.toString());
            shards.remove(number);
            shard.close();
            consumer.enforceRebalance("a transaction failed");
        }
    }
}
