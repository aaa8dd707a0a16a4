package dev.failover.dns;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The dns-actuator's metrics. */
final class ActuatorMetrics {

    private final MeterRegistry registry;

    ActuatorMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Decision decision, DnsChange change) {
        Counter.builder("failover.changes")
                .description("What became of decisions")
                .tag("kind", decision.kind().name().toLowerCase(Locale.ROOT))
                .tag("status", change.status().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
        if (change.status() == DnsChange.Status.VERIFIED && decision.kind() == Decision.Kind.FAILOVER) {
            recordRecovery("decided", decision.firstFailureAt(), decision.decidedAt());
            recordRecovery(
                    "accepted", decision.firstFailureAt(), change.timings().acceptedAt());
            recordRecovery("insync", decision.firstFailureAt(), change.timings().insyncAt());
            recordRecovery(
                    "verified", decision.firstFailureAt(), change.timings().verifiedAt());
        }
    }

    private void recordRecovery(String step, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !to.isBefore(from)) {
            Timer.builder("failover.recovery")
                    .description("From the first failed check to each step of the move")
                    .tag("step", step)
                    .register(registry)
                    .record(Duration.between(from, to));
        }
    }
}
