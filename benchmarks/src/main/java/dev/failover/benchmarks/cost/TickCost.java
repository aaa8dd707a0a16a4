package dev.failover.benchmarks.cost;

import dev.failover.decision.core.Outcome;
import dev.failover.decision.core.Policy;
import dev.failover.decision.core.State;
import dev.failover.decision.core.Tick;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** One judgement of one service: when all is well, at the moment that moves the name, and while nothing can be done. */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 3, time = 2)
public class TickCost {

    private static final Instant NOW = Services.NOON.plusSeconds(3);

    private final Policy policy = Services.policy("search");
    private State well = State.unclaimed(policy.mode());
    private State wellLater = well;
    private State down = well;
    private State allDown = well;

    @Setup
    public void prepare() {
        well = Services.settled(policy);
        wellLater = Services.seen(well, policy, 1, true, true);
        down = after(well, false, true);
        allDown = after(well, false, false);
    }

    private State after(State state, boolean primaryPasses, boolean secondaryPasses) {
        State next = state;
        for (int second = 1; second <= 3; second++) {
            next = Services.seen(next, policy, second, primaryPasses, secondaryPasses);
        }
        return next;
    }

    @Benchmark
    public Outcome steady() {
        return new Tick(NOW).apply(policy, well);
    }

    /** The primary is found DOWN: a changed verdict, a decision, its reason and evidence. */
    @Benchmark
    public Outcome deciding() {
        return new Tick(NOW).apply(policy, down);
    }

    /** Both endpoints are found DOWN: two changed verdicts, and all that keeps the name where it is. */
    @Benchmark
    public Outcome allDown() {
        return new Tick(NOW).apply(policy, allDown);
    }

    /** Whether a state has to be written: asked for every service that something was heard of. */
    @Benchmark
    public boolean compared() {
        return wellLater.judgesLike(well);
    }
}
