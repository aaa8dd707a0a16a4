package dev.failover.dns;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The gates of a process: one quota and two circuits for all its users. */
final class Gates {

    /** Of a look that can be put off: whoever confirms comes back by itself. */
    private static final Duration VERIFICATION_WAIT = Duration.ofSeconds(2);

    private static final Duration SCAN_WAIT = Duration.ofMinutes(1);

    private final MeteredGate.Shared shared;
    private final MeteredGate failover;
    private final MeteredGate verification;
    private final MeteredGate scan;
    private final ActuatorMetrics metrics;

    Gates(Quota.Rates rates, Clock clock, ActuatorMetrics metrics) {
        Map<Gate.Call, Circuit> circuits = new EnumMap<>(Gate.Call.class);
        circuits.put(Gate.Call.READ, new Circuit("reads of the DNS provider", clock));
        circuits.put(Gate.Call.CHANGE, new Circuit("changes at the DNS provider", clock));
        this.metrics = metrics;
        this.shared = new MeteredGate.Shared(
                new Quota(rates, System.nanoTime()),
                circuits,
                new AtomicInteger(),
                System::nanoTime,
                Thread::sleep,
                metrics);
        this.failover = new MeteredGate(Quota.Use.FAILOVER, shared, Retries.BUDGET);
        this.verification = new MeteredGate(Quota.Use.VERIFICATION, shared, VERIFICATION_WAIT);
        this.scan = new MeteredGate(Quota.Use.SCAN, shared, SCAN_WAIT);
        metrics.watch(shared);
    }

    Gate failover() {
        return failover;
    }

    Gate verification() {
        return verification;
    }

    Gate scan() {
        return scan;
    }

    /** For the decisions of a zone; no request of them is begun after it. */
    Retries budget(Duration time) {
        Retries budget = new Retries(time, shared.nanos(), shared.pause(), metrics);
        failover.until(budget.end());
        return budget;
    }

    boolean isOpen() {
        return whyOpen().isPresent();
    }

    /** Which calls are not made at the moment. */
    Optional<String> whyOpen() {
        String all = shared.circuits().values().stream()
                .flatMap(circuit -> circuit.whyOpen().stream())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    Optional<String> waiting() {
        int waiting = shared.waiting().get();
        return waiting == 0 ? Optional.empty() : Optional.of(waiting + " requests are waiting for quota");
    }
}
