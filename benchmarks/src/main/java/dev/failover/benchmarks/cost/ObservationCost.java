package dev.failover.benchmarks.cost;

import dev.failover.decision.core.Outcome;
import dev.failover.decision.core.Policy;
import dev.failover.decision.core.State;
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

/**
 * Observations counted by one thread: 10,000 services × 2 endpoints × 3 locations, one check of each a second, in the order
 * in which a topic brings them, service after service. One check in a hundred fails by itself, and one service in two
 * hundred has a primary that is down. The check's own record is made within the measured time.
 */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 3, time = 2)
public class ObservationCost {

    private static final int SERVICES = 10_000;
    private static final int DOWN_EVERY = 200;
    private static final int BLIP_EVERY = 100;

    private final Policy[] policies = new Policy[SERVICES];
    private final State[] states = new State[SERVICES];
    private int service;
    private int endpoint;
    private int location;
    private int second = 1;

    @Setup
    public void prepare() {
        for (int i = 0; i < SERVICES; i++) {
            policies[i] = Services.policy("service-" + i);
            states[i] = Services.settled(policies[i]);
        }
    }

    @Benchmark
    public Outcome counted() {
        next();
        boolean down = endpoint == 0 && service % DOWN_EVERY == 0;
        boolean blip = (service + 31 * second) % BLIP_EVERY == 0;
        Instant at = Services.NOON.plusMillis(second * 1000L + location);
        Outcome outcome = Services.check(at, endpoint, location, 1000L + second, !down && !blip)
                .apply(policies[service], states[service]);
        states[service] = outcome.next();
        return outcome;
    }

    private void next() {
        if (++service < SERVICES) {
            return;
        }
        service = 0;
        endpoint = 1 - endpoint;
        location = endpoint == 1 ? location : (location + 1) % Services.LOCATIONS.size();
        second += endpoint == 0 && location == 0 ? 1 : 0;
    }
}
