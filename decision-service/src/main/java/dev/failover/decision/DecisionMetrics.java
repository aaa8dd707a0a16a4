package dev.failover.decision;

import dev.failover.event.Decision;
import dev.failover.event.Event;
import dev.failover.event.HealthTransition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The decision-service's metrics. */
final class DecisionMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger services = new AtomicInteger();
    private final AtomicInteger braked = new AtomicInteger();

    DecisionMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("failover.services", services, AtomicInteger::get)
                .description("Services that this instance judges")
                .register(registry);
        Gauge.builder("failover.fleet.braked", braked, AtomicInteger::get)
                .description("1 while so many services turn bad at once that moves are held")
                .register(registry);
    }

    /** More, or fewer, services are judged here. */
    void services(int change) {
        services.addAndGet(change);
    }

    void braked(boolean now) {
        braked.set(now ? 1 : 0);
    }

    /** A check was not counted. */
    void ignored(String why) {
        Counter.builder("failover.observations.ignored")
                .description(
                        "Checks that were not counted: repeated, late, from the future, or of an endpoint that is not there")
                .tag("why", why)
                .register(registry)
                .increment();
    }

    void count(Event event) {
        if (event instanceof Decision decision) {
            Counter.builder("failover.decisions")
                    .description("Decisions that were published, repeated ones too")
                    .tag("kind", decision.kind().name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment();
        } else if (event instanceof HealthTransition transition) {
            Counter.builder("failover.transitions")
                    .description("Verdicts that changed")
                    .tag("to", transition.to().name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment();
        }
    }
}
