package dev.failover.dns;

import dev.failover.event.DnsRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The gates of a provider: one quota and two circuits for all its users, who matter more or less. */
final class ProviderGates {

    /** Of a look that can be put off: whoever confirms comes back by itself. */
    private static final Duration VERIFICATION_WAIT = Duration.ofSeconds(2);

    private static final Duration SCAN_WAIT = Duration.ofMinutes(1);

    private final String name;
    private final MeteredGate.Shared shared;
    private final MeteredGate failover;
    private final MeteredGate verification;
    private final MeteredGate scan;

    ProviderGates(DnsRecord.Provider provider, Quota.Rates rates, Clock clock, ActuatorMetrics metrics) {
        this.name = name(provider);
        Map<Gate.Call, Circuit> circuits = new EnumMap<>(Gate.Call.class);
        circuits.put(Gate.Call.READ, new Circuit("reads of the DNS provider " + name, clock));
        circuits.put(Gate.Call.CHANGE, new Circuit("changes at the DNS provider " + name, clock));
        this.shared = new MeteredGate.Shared(
                name,
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

    /** As services.yaml has it. */
    private static String name(DnsRecord.Provider provider) {
        return provider.name().toLowerCase(Locale.ROOT).replace("_", "");
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

    void failoverUntil(long nanos) {
        failover.until(nanos);
    }

    Optional<String> whyOpen() {
        String all = shared.circuits().values().stream()
                .flatMap(circuit -> circuit.whyOpen().stream())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    Optional<String> waiting() {
        int waiting = shared.waiting().get();
        return waiting == 0
                ? Optional.empty()
                : Optional.of(waiting + " requests to " + name + " are waiting for quota");
    }
}
