package dev.failover.benchmarks.cost;

import dev.failover.benchmarks.judgement.Specs;
import dev.failover.decision.Replay;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.EventCodec.UndecodableException;
import dev.failover.event.Observation;
import dev.failover.event.Policy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an observation costs before it is counted: from a Kafka record to the core's event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 3, time = 2)
public class DecodeCost {

    private final Replay replay = new Replay(Replay.Options.DEFAULT, Services.NOON);
    private final Observation observation = observation(1);
    private final ConsumerRecord<String, byte[]> record =
            new ConsumerRecord<>("health.observations", 0, 0, observation.service(), EventCodec.body(observation));
    private long sequence = 1;

    @Setup
    public void prepare() {
        EventCodec.headers(observation, "probe-service/eu-west-1a", Services.NOON)
                .forEach(record.headers()::add);
        replay.specify(Specs.service("search", Policy.DEFAULT));
    }

    private static Observation observation(long sequence) {
        return new Observation(
                "search",
                "primary",
                "eu-west-1a",
                "5f0c",
                sequence,
                Services.NOON,
                Duration.ofMillis(12),
                Observation.Outcome.PASS,
                null,
                "200 in 12 ms",
                "10.0.1.10:9200");
    }

    @Benchmark
    public Optional<Event> decoded() throws UndecodableException {
        return EventCodec.decode(record);
    }

    /** An observation in memory is made, mapped to the core's terms and counted. */
    @Benchmark
    public Replay mappedAndCounted() {
        replay.hear(observation(++sequence));
        return replay;
    }
}
