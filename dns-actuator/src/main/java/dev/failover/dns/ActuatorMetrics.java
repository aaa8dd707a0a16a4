package dev.failover.dns;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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

    void countReplay() {
        Counter.builder("failover.decisions.replayed")
                .description("Decisions of long ago that were read again and passed over")
                .register(registry)
                .increment();
    }

    void countRepeat(DnsProviderException.Kind why) {
        Counter.builder("failover.provider.repeats")
                .description("Calls to the DNS provider that are tried again")
                .tag("why", why.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    void watch(Confirmations confirmations) {
        Gauge.builder("failover.confirmations", confirmations, Confirmations::underWay)
                .description("Changes that are not confirmed yet")
                .register(registry);
        TimeGauge.builder(
                        "failover.confirmations.oldest",
                        confirmations,
                        TimeUnit.MILLISECONDS,
                        each -> each.oldest().toMillis())
                .description("How long the oldest of them has been waited for")
                .register(registry);
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
