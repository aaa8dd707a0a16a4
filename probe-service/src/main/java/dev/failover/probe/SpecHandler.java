package dev.failover.probe;

import dev.failover.event.ServiceSpec;
import dev.failover.kafka.Received;
import dev.failover.kafka.RecordHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the schedule the services of the partitions that this instance has. Each assigned partition is read from its
 * beginning and nothing is committed: the topic is the state.
 */
final class SpecHandler implements RecordHandler {

    /** How long a revocation waits for the event loop. */
    private static final Duration LOOP_LIMIT = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(SpecHandler.class);

    private final Schedule schedule;
    private final Executor loop;
    private final Map<TopicPartition, Set<String>> services = new HashMap<>();

    /**
     * A handler.
     *
     * @param loop runs its tasks on the schedule's event loop, in order
     */
    SpecHandler(Schedule schedule, Executor loop) {
        this.schedule = schedule;
        this.loop = loop;
    }

    @Override
    public void assigned(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        // A sticky assignment is often of nothing new, and seeking in no partition means all.
        if (!partitions.isEmpty()) {
            consumer.seekToBeginning(partitions);
        }
    }

    /** Of each service only the newest record counts: what it was before, never comes to life again. */
    @Override
    public void handle(Consumer<String, byte[]> consumer, List<Received> batch) {
        Map<String, Received> newest = new LinkedHashMap<>();
        batch.forEach(record -> newest.put(record.service(), record));
        newest.values().forEach(this::take);
    }

    private void take(Received record) {
        if (record.event().isEmpty()) {
            known(record.partition()).remove(record.service());
            loop.execute(() -> schedule.remove(record.service()));
        } else if (record.event().get() instanceof ServiceSpec spec) {
            known(record.partition()).add(spec.service());
            loop.execute(() -> schedule.put(spec));
        } else {
            log.warn("{}@{} is no specification and is passed over", record.partition(), record.offset());
        }
    }

    private Set<String> known(TopicPartition partition) {
        return services.computeIfAbsent(partition, none -> new HashSet<>());
    }

    /** Returns when the checks have stopped, so that no service is checked from two instances. */
    @Override
    public void revoked(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        Set<String> gone = new HashSet<>();
        for (TopicPartition partition : partitions) {
            Set<String> there = services.remove(partition);
            if (there != null) {
                gone.addAll(there);
            }
        }
        await(CompletableFuture.runAsync(() -> gone.forEach(schedule::remove), loop));
    }

    private static void await(CompletableFuture<Void> stopped) {
        try {
            stopped.get(LOOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("the event loop did not stop its checks within {} s", LOOP_LIMIT.toSeconds());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the checks could not be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
