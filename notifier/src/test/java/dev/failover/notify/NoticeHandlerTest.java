package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.Verdict;
import dev.failover.kafka.ConsumeLoop;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Received;
import dev.failover.kafka.Topic;
import dev.failover.notify.sns.SnsChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NoticeHandlerTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topic.DECISIONS.topicName(), 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SetClock clock = new SetClock();
    private final FakeChannel channel = new FakeChannel();
    private final NoticeHandler handler =
            new NoticeHandler(channel, Duration.ofHours(24), clock, new NoticeMetrics(metrics, "fake"));

    /** Fails as it is told to, and then takes everything. */
    private static final class FakeChannel implements Channel {
        final Deque<RuntimeException> failures = new ArrayDeque<>();
        final List<Notice> told = new ArrayList<>();
        int calls;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void tell(Notice notice) {
            calls++;
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
            told.add(notice);
        }

        List<String> ids() {
            return told.stream().map(Notice::id).toList();
        }
    }

    private static final class SetClock extends Clock {
        private Instant now = Events.NOON;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void assign() {
        consumer.assign(List.of(PARTITION));
    }

    @Test
    void tellsInOrderAndCommits() {
        poll(decision(2), decision(3));

        assertThat(channel.ids()).containsExactly("search-2", "search-3");
        assertThat(committed()).isEqualTo(2);
        assertThat(count("told")).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 41: a decision that is published again is told once")
    void tellsOnceForAnId() {
        poll(decision(2), decision(2));
        poll(decision(2));

        assertThat(channel.ids()).containsExactly("search-2");
        assertThat(count("told")).isEqualTo(1);
        assertThat(count("repeated")).isEqualTo(2);
    }

    @Test
    void tellsADecisionAndItsOutcomesAsDifferentThings() {
        poll(
                decision(2),
                Events.change(DnsChange.Status.VERIFIED, 2, "done", Events.NOON),
                Events.transition(Verdict.UP, Verdict.DOWN));

        assertThat(channel.told).extracting(Notice::kind).containsExactly("DECISION", "CHANGE_VERIFIED", "TRANSITION");
    }

    @Test
    @DisplayName(
            "scenario 61: while a channel is away nothing is committed, nothing more is read, and all is told after")
    void waitsForAChannelThatIsAway() {
        channel.failures.add(away());
        poll(decision(2), decision(3));

        assertThat(channel.told).isEmpty();
        assertThat(committed()).isEqualTo(-1);
        assertThat(consumer.paused()).containsExactly(PARTITION);
        assertThat(metrics.get("failover.notices.waiting").gauge().value()).isEqualTo(2);

        clock.pass(Duration.ofSeconds(1));
        poll();

        assertThat(channel.ids()).containsExactly("search-2", "search-3");
        assertThat(committed()).isEqualTo(2);
        assertThat(consumer.paused()).isEmpty();
        assertThat(metrics.get("failover.notices.waiting").gauge().value()).isZero();
    }

    @Test
    void triesNotBeforeItsTime() {
        channel.failures.addAll(List.of(away(), away()));
        poll(decision(2));
        poll();
        assertThat(channel.calls).isEqualTo(1);

        clock.pass(Duration.ofMillis(250));
        poll();
        poll();

        assertThat(channel.calls).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 61: a poll of notices meets a channel that is away once, so the loop stays alive")
    void triesOnceAPoll() {
        channel.failures.addAll(List.of(away(), away(), away()));

        poll(decision(2), decision(3), decision(4), decision(5));

        assertThat(channel.calls).isEqualTo(1);
        Duration slowestPoll = SnsChannel.CALL_LIMIT.multipliedBy(NoticeHandler.NOTICES_A_TURN);
        assertThat(slowestPoll).isLessThan(ConsumeLoop.DEAD_AFTER).isLessThan(KafkaClients.MAX_POLL_INTERVAL);
    }

    @Test
    void givesUpWhenItsBudgetIsSpentAndGoesOn() {
        for (int i = 0; i < 1_000; i++) {
            channel.failures.add(away());
        }
        poll(decision(2), decision(3));
        Instant begin = clock.instant();
        while (count("given_up") == 0) {
            clock.pass(Duration.ofSeconds(1));
            poll();
        }
        assertThat(Duration.between(begin, clock.instant()))
                .isBetween(Tries.BUDGET, Tries.BUDGET.plus(Tries.LONGEST_WAIT));

        channel.failures.clear();
        clock.pass(Tries.LONGEST_WAIT);
        poll();

        assertThat(channel.ids()).containsExactly("search-3");
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 61: what a person has to mend is given up at once, and the next is told")
    void givesUpAtOnceWhatLasts() {
        channel.failures.add(new ChannelException("the topic is gone", true, new IllegalStateException()));

        poll(decision(2), decision(3));

        assertThat(channel.calls).isEqualTo(2);
        assertThat(channel.ids()).containsExactly("search-3");
        assertThat(count("given_up")).isEqualTo(1);
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void aChannelThatBreaksCostsOneNoticeAndNotTheLoop() {
        channel.failures.add(new NullPointerException("a bug"));

        poll(decision(2), decision(3));

        assertThat(channel.ids()).containsExactly("search-3");
        assertThat(count("given_up")).isEqualTo(1);
    }

    @Test
    @DisplayName("scenario 62: partitions that move take what waits with them")
    void leavesWhatWaitsToTheNextOwner() {
        channel.failures.add(away());
        poll(decision(2));

        handler.revoked(consumer, Set.of(PARTITION));
        clock.pass(Duration.ofMinutes(1));
        poll();

        assertThat(channel.told).isEmpty();
        assertThat(committed()).isEqualTo(-1);

        poll(decision(2));
        assertThat(channel.ids()).containsExactly("search-2");
    }

    @Test
    void callsLateWhatIsOld() {
        clock.pass(Duration.ofHours(3));

        poll(decision(2));

        assertThat(channel.told).singleElement().satisfies(notice -> {
            assertThat(notice.late()).isTrue();
            assertThat(notice.text()).startsWith("Late: this happened at 2026-11-23T12:00:00Z, 3h before this notice");
        });
    }

    @Test
    void tellsNoHistory() {
        clock.pass(Duration.ofHours(24).plusSeconds(1));

        poll(decision(2));

        assertThat(channel.calls).isZero();
        assertThat(count("too_old")).isEqualTo(1);
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void passesOverTombstonesAndWhatIsNotTold() {
        handler.handle(consumer, List.of(new Received(PARTITION, 0, clock.instant(), "search", Optional.empty())));
        poll(Events.decision(Decision.Kind.CLAIM));

        assertThat(channel.calls).isZero();
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void everyOutcomeIsCountedFromTheStart() {
        assertThat(List.of(count("told"), count("given_up"), count("repeated"), count("too_old")))
                .containsOnly(0.0);
    }

    private static ChannelException away() {
        return new ChannelException("no answer", false, new IllegalStateException());
    }

    private static Decision decision(long epoch) {
        return Events.decision(Decision.Kind.FAILOVER, epoch, "primary", false, "it is DOWN", Events.NOON);
    }

    /** What the loop does in a turn. */
    private void poll(Event... events) {
        List<Received> batch = Arrays.stream(events)
                .map(event -> new Received(PARTITION, 0, clock.instant(), event.service(), Optional.of(event)))
                .toList();
        handler.handle(consumer, batch);
        handler.commit(consumer, batch.isEmpty() ? Map.of() : Map.of(PARTITION, new OffsetAndMetadata(batch.size())));
    }

    private long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? -1 : offset.offset();
    }

    private double count(String outcome) {
        return metrics.get("failover.notices").tag("outcome", outcome).counter().count();
    }
}
