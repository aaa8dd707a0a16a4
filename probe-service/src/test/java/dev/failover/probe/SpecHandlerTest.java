package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Event;
import dev.failover.event.Observation;
import dev.failover.event.Observation.Outcome;
import dev.failover.kafka.Received;
import dev.failover.kafka.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpecHandlerTest {

    private static final TopicPartition FIRST = new TopicPartition(Topic.SERVICES.topicName(), 0);
    private static final TopicPartition SECOND = new TopicPartition(Topic.SERVICES.topicName(), 1);

    private final VirtualTimers timers = new VirtualTimers();
    private final List<String> probed = new ArrayList<>();
    private final Set<String> seen = new TreeSet<>();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
    private SpecHandler handler;
    private long offset;

    @BeforeEach
    void start() {
        ProbeMetrics metrics = new ProbeMetrics(new SimpleMeterRegistry(), "a");
        Schedule schedule = new Schedule(
                timers,
                new StallWatch(timers),
                (spec, endpoint) -> {
                    probed.add(spec.service() + "/" + endpoint.name());
                    return scope -> Future.succeededFuture(Finding.pass("well"));
                },
                new InFlight(10, metrics),
                Sight.UNDOUBTED,
                new Observations("a", "boot", (subject, event) -> seen.add(subject), metrics),
                new SplittableRandom(7));
        handler = new SpecHandler(schedule, Runnable::run);
    }

    @Test
    void readsAssignedPartitionsFromTheBeginningAndTheOthersOn() {
        consumer.assign(List.of(FIRST, SECOND));
        consumer.updateBeginningOffsets(Map.of(FIRST, 3L, SECOND, 5L));
        consumer.seek(FIRST, 100);
        consumer.seek(SECOND, 100);

        handler.assigned(consumer, List.of());
        handler.assigned(consumer, List.of(SECOND));

        assertThat(consumer.position(FIRST)).isEqualTo(100);
        assertThat(consumer.position(SECOND)).isEqualTo(5);
    }

    @Test
    void onlyTheNewestRecordOfAServiceComesToLife() {
        handler.handle(
                consumer,
                List.of(
                        added(FIRST, "search"),
                        added(FIRST, "gone"),
                        new Received(
                                FIRST,
                                offset++,
                                Instant.EPOCH,
                                "search",
                                Optional.of(Specs.of("search", Specs.PATIENT))),
                        removed(FIRST, "gone")));

        assertThat(checked()).containsExactly("search/primary", "search/secondary");
        assertThat(probed).hasSize(2);
    }

    @Test
    void revokedPartitionsAreNotCheckedAnyMoreAndTheOthersAre() {
        handler.handle(consumer, List.of(added(FIRST, "search"), added(SECOND, "shop")));
        assertThat(checked()).hasSize(4);

        handler.revoked(consumer, List.of(FIRST));

        assertThat(checked()).containsExactly("shop/primary", "shop/secondary");
    }

    @Test
    void lostPartitionsAreNotCheckedAnyMore() {
        handler.handle(consumer, List.of(added(FIRST, "search"), added(SECOND, "shop")));

        handler.lost(consumer, List.of(FIRST, SECOND));

        assertThat(checked()).isEmpty();
    }

    @Test
    void anotherEventOnTheTopicIsPassedOver() {
        Event stranger = new Observation(
                "search", "primary", "a", "boot", 1, Instant.EPOCH, Duration.ZERO, Outcome.PASS, null, "", null);

        handler.handle(
                consumer,
                List.of(
                        new Received(FIRST, offset++, Instant.EPOCH, "search", Optional.of(stranger)),
                        added(FIRST, "shop")));

        assertThat(checked()).containsExactly("shop/primary", "shop/secondary");
    }

    private Received added(TopicPartition partition, String service) {
        return new Received(
                partition, offset++, Instant.EPOCH, service, Optional.of(Specs.of(service, Specs.EVERY_SECOND)));
    }

    private Received removed(TopicPartition partition, String service) {
        return new Received(partition, offset++, Instant.EPOCH, service, Optional.empty());
    }

    /** What is checked within the next seconds. */
    private Set<String> checked() {
        seen.clear();
        timers.pass(Duration.ofSeconds(3));
        return new TreeSet<>(seen);
    }
}
