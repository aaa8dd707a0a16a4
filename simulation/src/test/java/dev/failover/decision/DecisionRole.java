package dev.failover.decision;

import dev.failover.decision.core.Fleet;
import dev.failover.kafka.CommitStep;
import dev.failover.kafka.RecordHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The decision-service as its verticle wires it, on any Kafka. */
public record DecisionRole(RecordHandler handler, CommitStep commit) {

    /**
     * A new process.
     *
     * @param producers by transactional id
     * @param readers consumers without a group, for restoring
     * @param nanos monotonic
     */
    public static DecisionRole start(
            Function<String, Producer<String, byte[]>> producers,
            Supplier<Consumer<String, byte[]>> readers,
            LongSupplier nanos,
            Clock clock,
            Duration tick,
            Fleet.Rule brake) {
        DecisionMetrics metrics = new DecisionMetrics(new SimpleMeterRegistry());
        DecisionHandler handler = new DecisionHandler(
                new KafkaShards(producers, readers, nanos, clock, metrics), tick, brake, clock, metrics);
        return new DecisionRole(handler, handler);
    }
}
