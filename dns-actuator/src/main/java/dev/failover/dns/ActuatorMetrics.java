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
import java.util.concurrent.atomic.AtomicInteger;
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

    void countLost() {
        Counter.builder("failover.changes.lost")
                .description("Accepted changes that the provider knows no more, so that the zone was read again")
                .register(registry)
                .increment();
    }

    void countThrottled(String provider, Quota.Use use) {
        Counter.builder("failover.quota.throttled")
                .description("Requests that the DNS provider did not take: too many, or out of reach")
                .tag("provider", provider)
                .tag("use", use.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    void recordWait(String provider, Quota.Use use, Duration wait) {
        Timer.builder("failover.quota.wait")
                .description("How long requests to the DNS provider waited for quota")
                .tag("provider", provider)
                .tag("use", use.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(wait);
    }

    void watch(MeteredGate.Shared gates) {
        Gauge.builder("failover.quota.waiting", gates.waiting(), AtomicInteger::get)
                .description("Requests that wait for quota")
                .tag("provider", gates.provider())
                .register(registry);
        Gauge.builder(
                        "failover.quota.rate",
                        gates,
                        each -> each.quota().requestsPerSecond(each.nanos().getAsLong()))
                .description("Requests a second that are allowed at the moment; less after throttling")
                .tag("provider", gates.provider())
                .register(registry);
        gates.circuits()
                .forEach((call, circuit) -> Gauge.builder(
                                "failover.circuit.open",
                                circuit,
                                each -> each.whyOpen().isPresent() ? 1 : 0)
                        .description("1 while no calls are made because none was answered, but for trials")
                        .tag("provider", gates.provider())
                        .tag("call", call.name().toLowerCase(Locale.ROOT))
                        .register(registry));
    }

    void watch(DecisionHandler handler) {
        Gauge.builder("failover.actuator.writer", handler, each -> each.isWriter() ? 1 : 0)
                .description("1 in the process that changes DNS, 0 in those that stand by")
                .register(registry);
    }

    void watch(Permissions permissions) {
        Gauge.builder("failover.permission.denied", permissions, Permissions::denied)
                .description("Zones in which the test of our own permission was denied")
                .register(registry);
    }

    void watch(Drift drift) {
        Gauge.builder("failover.drifted", drift, Drift::drifted)
                .description("Records that hold what no decision of ours has put there")
                .register(registry);
    }

    void watch(Confirmations confirmations) {
        Gauge.builder("failover.confirmations.late", confirmations, Confirmations::late)
                .description("Changes that are not confirmed for more than a minute")
                .register(registry);
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
