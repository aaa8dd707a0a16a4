package dev.failover.notify;

import dev.failover.kafka.CommitStep;
import dev.failover.kafka.Received;
import dev.failover.kafka.RecordHandler;
import dev.failover.service.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each event once and in order, or says that it could not (scenario 61). While a channel is away the first notice
 * waits for its next try, the partitions are paused, and nothing is committed; so the loop polls on, stops at once, and
 * a restart loses nothing. A notice that fails lastingly, or for {@link Tries#BUDGET}, is given up with an ERROR: its
 * event stays on its topic.
 */
final class NoticeHandler implements RecordHandler, CommitStep {

    /** So few that even slow answers, one after the other, leave the loop alive; the others wait for the next turn. */
    static final int NOTICES_A_TURN = 8;

    private static final int REMEMBERED = 10_000;
    private static final Logger log = LoggerFactory.getLogger(NoticeHandler.class);

    private final Channel channel;
    private final Duration maxAge;
    private final Clock clock;
    private final NoticeMetrics metrics;
    private final Notices notices = new Notices();
    private final Map<String, Boolean> done = new NewestOnly<>(REMEMBERED);
    private final Deque<Notice> waiting = new ArrayDeque<>();
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private @Nullable Tries tries;

    /**
     * A handler.
     *
     * @param maxAge events older than this are not told: they are history
     */
    NoticeHandler(Channel channel, Duration maxAge, Clock clock, NoticeMetrics metrics) {
        this.channel = channel;
        this.maxAge = maxAge;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void handle(Consumer<String, byte[]> consumer, List<Received> batch) {
        for (Received record : batch) {
            record.event().map(notices::of).ifPresent(waiting::addAll);
        }
        tellWaiting();
        metrics.waiting(waiting.size());
        if (waiting.isEmpty()) {
            consumer.resume(consumer.paused());
        } else {
            consumer.pause(consumer.assignment());
        }
    }

    /** Ends at the first notice that has to wait: those behind it would meet the same fault, and come after it. */
    private void tellWaiting() {
        for (int i = 0; i < NOTICES_A_TURN && !waiting.isEmpty() && settled(waiting.element()); i++) {
            done.put(waiting.remove().id(), true);
            tries = null;
        }
    }

    /** Whether nothing is left to do for a notice. */
    private boolean settled(Notice notice) {
        Instant now = clock.instant();
        if (done.containsKey(notice.id())) {
            // Published again, or read again: people heard of it (scenario 41).
            metrics.count(NoticeMetrics.Outcome.REPEATED);
            return true;
        }
        if (notice.at().plus(maxAge).isBefore(now)) {
            log.info("not told, of {} and too old: {}", notice.at(), notice.subject());
            metrics.count(NoticeMetrics.Outcome.TOO_OLD);
            return true;
        }
        Tries soFar = tries == null ? Tries.begin(now) : tries;
        tries = soFar;
        return soFar.due(now) && tried(notice.toldAt(now), soFar);
    }

    private boolean tried(Notice notice, Tries soFar) {
        try {
            channel.tell(notice);
            metrics.count(NoticeMetrics.Outcome.TOLD);
            return true;
        } catch (ChannelException e) {
            return failed(notice, soFar, e);
        } catch (RuntimeException e) {
            // A channel that breaks its promise must cost one notice, not all that come after it.
            return failed(notice, soFar, new ChannelException("the channel broke: " + e, true, e));
        }
    }

    private boolean failed(Notice notice, Tries soFar, ChannelException e) {
        Instant now = clock.instant();
        String why = Redaction.of(String.valueOf(e.getMessage()));
        if (e.lasting() || soFar.exhausted(now)) {
            log.error("notice given up, {} did not take it: {}: {}", channel.name(), why, notice.subject());
            metrics.count(NoticeMetrics.Outcome.GIVEN_UP);
            return true;
        }
        if (soFar.equals(Tries.begin(soFar.first()))) {
            log.warn("{} does not take notices, trying for {}: {}", channel.name(), Durations.text(Tries.BUDGET), why);
        }
        tries = soFar.failed(now);
        return false;
    }

    /** Commits once all that was read is told or given up. */
    @Override
    public void commit(Consumer<String, byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> next) {
        uncommitted.putAll(next);
        if (waiting.isEmpty()) {
            CommitStep.AFTER_HANDLING.commit(consumer, Map.copyOf(uncommitted));
            uncommitted.clear();
        }
    }

    /** Whoever gets the partitions, this member or another, reads what waits again: all are revoked at once. */
    @Override
    public void revoked(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        waiting.clear();
        uncommitted.clear();
        tries = null;
    }
}
