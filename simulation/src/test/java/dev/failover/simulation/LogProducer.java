package dev.failover.simulation;

import dev.failover.simulation.SideEffects.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A producer on the {@link Log}: with a transactional id its records wait for the commit, without one they are there at once. */
final class LogProducer extends MockProducer<String, byte[]> {

    private final Log log;
    private final @Nullable String transactionalId;
    private final SideEffects effects;
    private final Group.@Nullable Member member;
    private final List<ProducerRecord<String, byte[]>> waiting = new ArrayList<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private int epoch;

    /** A producer that may be fenced. */
    LogProducer(Log log, @Nullable String transactionalId, Group.@Nullable Member member, SideEffects effects) {
        this.log = log;
        this.transactionalId = transactionalId;
        this.member = member;
        this.effects = effects;
    }

    @Override
    public void initTransactions() {
        epoch = log.admit(String.valueOf(transactionalId));
    }

    @Override
    public void beginTransaction() {
        waiting.clear();
        offsets.clear();
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        if (transactionalId != null) {
            waiting.add(record);
            return CompletableFuture.completedFuture(null);
        }
        Fate fate = effects.before("send to " + record.topic());
        if (fate != Fate.FAILS) {
            log.append(record);
        }
        effects.after("send to " + record.topic());
        return fate == Fate.DONE
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new TimeoutException("no acknowledgement"));
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> next, ConsumerGroupMetadata metadata) {
        next.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
    }

    @Override
    public void commitTransaction() {
        Fate fate = effects.before("commit of " + transactionalId);
        if (log.isFenced(String.valueOf(transactionalId), epoch)) {
            throw new ProducerFencedException("a newer producer has the id " + transactionalId);
        }
        if (member != null && !offsets.isEmpty()) {
            member.mustBeCurrent();
        }
        if (fate != Fate.FAILS) {
            log.commit(waiting, member == null ? "" : member.group(), offsets);
        }
        effects.after("commit of " + transactionalId);
        if (fate != Fate.DONE) {
            throw new TimeoutException("no acknowledgement of the transaction");
        }
    }

    @Override
    public void close(Duration limit) {
        waiting.clear();
    }
}
