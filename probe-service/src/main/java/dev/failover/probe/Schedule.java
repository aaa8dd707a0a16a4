package dev.failover.probe;

import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which endpoints are checked. Lives on one event loop. All checks are asynchronous and run side by side, so that dead
 * endpoints do not hold up the others; when each one runs is up to its {@link EndpointChecks}.
 */
final class Schedule {

    private static final Logger log = LoggerFactory.getLogger(Schedule.class);

    private final Parts parts;
    private final ProbeSource probes;
    private final Map<String, Map<String, EndpointChecks>> services = new HashMap<>();
    private final Map<String, ServiceSpec> specs = new HashMap<>();
    private int targets;

    /** Where a schedule gets its probes. */
    @FunctionalInterface
    interface ProbeSource {
        Probe probe(ServiceSpec spec, Endpoint endpoint);
    }

    /** What all checks of a schedule share. */
    record Parts(
            Timers timers,
            StallWatch stalls,
            InFlight inFlight,
            Sight sight,
            Observations observations,
            SplittableRandom random,
            long wallSkewNanos) {}

    Schedule(
            Timers timers,
            StallWatch stalls,
            ProbeSource probes,
            InFlight inFlight,
            Sight sight,
            Observations observations,
            SplittableRandom random) {
        this.probes = probes;
        // The wall clock is read once: what it does later moves no check.
        long skew = timers.now().toEpochMilli() * 1_000_000 - timers.nanos();
        this.parts = new Parts(timers, stalls, inFlight, sight, observations, random, skew);
    }

    /** Adds a service, or changes it: an endpoint whose check is the same goes on at its phase. */
    void put(ServiceSpec spec) {
        if (spec.equals(specs.put(spec.service(), spec))) {
            return;
        }
        Map<String, EndpointChecks> before = services.getOrDefault(spec.service(), Map.of());
        Map<String, EndpointChecks> after = new HashMap<>();
        for (Endpoint endpoint : spec.endpoints()) {
            EndpointChecks known = before.get(endpoint.name());
            if (known != null && known.sameCheck(endpoint, spec.probing())) {
                known.pace(spec.probing(), spec.policy().thresholds());
                after.put(endpoint.name(), known);
            } else {
                after.put(endpoint.name(), added(spec, endpoint));
            }
        }
        before.values().stream().filter(checks -> !after.containsValue(checks)).forEach(EndpointChecks::stop);
        services.put(spec.service(), after);
        log.info("{} is {}, {} endpoints", spec.service(), before.isEmpty() ? "added" : "changed", after.size());
        count(after.size() - before.size());
    }

    private EndpointChecks added(ServiceSpec spec, Endpoint endpoint) {
        EndpointChecks checks = new EndpointChecks(parts, spec, endpoint, probes.probe(spec, endpoint));
        checks.start();
        return checks;
    }

    /** Ends a service's checks at once; what is in flight is broken off and not reported. */
    void remove(String service) {
        specs.remove(service);
        Map<String, EndpointChecks> removed = services.remove(service);
        if (removed != null) {
            removed.values().forEach(EndpointChecks::stop);
            log.info("{} is not checked here any more", service);
            count(-removed.size());
        }
    }

    private void count(int change) {
        targets += change;
        parts.observations().targets(targets);
    }
}
