package dev.failover.dns;

import dev.failover.kafka.Received;
import dev.failover.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Holds a wave of decisions back until it is whole, so that few calls carry it (scenario 28): services that fail together are
 * decided within a moment, but not within one poll. Few decisions are never held back.
 */
final class Gathering {

    /** More than this at once is a wave. */
    static final int HANDFUL = 5;

    /** Several transactions of the decision-service follow within it; against a change's way to the name servers it is nothing. */
    static final Duration TIME = Duration.ofMillis(200);

    /** So many are whole batches by themselves. */
    static final int MOST = 500;

    private final List<Received> held = new ArrayList<>();
    private Instant since = Instant.EPOCH;

    /** Takes what a poll brought, and answers with what is to be carried out now. */
    List<Received> take(List<Received> batch, Instant now) {
        if (held.isEmpty()) {
            since = now;
        }
        held.addAll(batch);
        boolean wave = held.size() > HANDFUL && held.size() < MOST;
        if (wave && !Durations.isPast(since, TIME, now)) {
            return List.of();
        }
        List<Received> whole = List.copyOf(held);
        held.clear();
        return whole;
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    /** Whoever has these partitions now reads it again. */
    void drop(Collection<TopicPartition> partitions) {
        held.removeIf(record -> partitions.contains(record.partition()));
    }
}
