package dev.failover.benchmarks.cost;

import dev.failover.decision.core.Fleet;
import dev.failover.decision.core.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** One look at a fleet of 10,000 services, which comes before each round of judgements. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 3, time = 2)
public class FleetCost {

    private final Fleet fleet = Fleet.calm(new Fleet.Rule(0.3, 5, Duration.ofMinutes(1)));
    private final List<Fleet.Member> members = new ArrayList<>();

    @Setup
    public void prepare() {
        for (int i = 0; i < 10_000; i++) {
            Policy policy = Services.policy("service-" + i);
            members.add(new Fleet.Member(policy, Services.settled(policy)));
        }
    }

    @Benchmark
    public Fleet look() {
        return fleet.look(members, Services.NOON.plusSeconds(1));
    }
}
