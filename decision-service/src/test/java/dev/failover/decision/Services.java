package dev.failover.decision;

import dev.failover.event.Check;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Observation;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Services and what is heard of them, for tests. */
final class Services {

    private Services() {}

    static ServiceSpec spec(String name) {
        return spec(name, "es.example.com", Duration.ofMinutes(2));
    }

    static ServiceSpec adoptingDrift(String name) {
        return spec(name, "es.example.com", Duration.ofMinutes(2), Policy.Drift.ADOPT);
    }

    static ServiceSpec spec(String name, String record, Duration staleAfter) {
        return spec(name, record, staleAfter, Policy.Drift.HOLD);
    }

    private static ServiceSpec spec(String name, String record, Duration staleAfter, Policy.Drift drift) {
        Policy defaults = Policy.DEFAULT;
        Policy policy = new Policy(
                Policy.Mode.AUTO,
                new Policy.Thresholds(3, 2, 3, 6, 10),
                2,
                staleAfter,
                Duration.ofMinutes(5),
                Policy.Failback.MANUAL,
                Duration.ofSeconds(30),
                defaults.marks(),
                Duration.ZERO,
                defaults.coolDownMax(),
                defaults.emergency(),
                Duration.ZERO,
                defaults.flapping(),
                null,
                defaults.fleetBrake(),
                drift,
                null);
        return new ServiceSpec(
                name,
                new DnsRecord("Z1", record, DnsRecord.RecordType.A, Duration.ofSeconds(30)),
                false,
                List.of(endpoint("primary", "192.0.2.10"), endpoint("secondary", "192.0.2.20")),
                Probing.DEFAULT,
                policy);
    }

    private static Endpoint endpoint(String name, String address) {
        return new Endpoint(name, Target.of(address), new Check.Tcp(address, 9200, null));
    }

    static Observation observation(
            String service, String location, String endpoint, long sequence, Observation.Outcome outcome) {
        return new Observation(
                service,
                endpoint,
                location,
                "boot-" + location,
                sequence,
                Instant.now(),
                Duration.ofMillis(1),
                outcome,
                null,
                "from a test",
                null);
    }

    static DnsChange verified(String service, String decisionId, long epoch, String endpoint) {
        return change(service, decisionId, epoch, DnsChange.Status.VERIFIED, endpoint);
    }

    static DnsChange drifted(String service, String decisionId, long epoch, String endpoint) {
        return change(service, decisionId, epoch, DnsChange.Status.DRIFTED, endpoint);
    }

    private static DnsChange change(
            String service, String decisionId, long epoch, DnsChange.Status status, String endpoint) {
        return new DnsChange(
                service,
                decisionId,
                epoch,
                status,
                endpoint,
                "es.example.com A",
                List.of(),
                List.of(),
                "from a test",
                null,
                List.of(),
                new DnsChange.Timings(null, Instant.now(), null, null, null),
                Instant.now());
    }
}
