package dev.failover.decision;

import dev.failover.decision.core.Residue;
import dev.failover.event.Decision;
import dev.failover.event.Event;
import dev.failover.event.HealthTransition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The decision-service's metrics. */
final class DecisionMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger services = new AtomicInteger();
    private final AtomicInteger braked = new AtomicInteger();
    private final Map<Residue.Status, AtomicInteger> residues = new EnumMap<>(Residue.Status.class);

    DecisionMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("failover.services", services, AtomicInteger::get)
                .description("Services that this instance judges")
                .register(registry);
        Gauge.builder("failover.fleet.braked", braked, AtomicInteger::get)
                .description("1 while so many services turn bad at once that moves are held")
                .register(registry);
        for (Residue.Status status : Residue.Status.values()) {
            AtomicInteger number = new AtomicInteger();
            residues.put(status, number);
            Gauge.builder("failover.residue", number, AtomicInteger::get)
                    .description("Services with policy.residue by what is known of clients at the endpoint left last")
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** How effective a service's last move was known to be, and is now; null where nobody asks. */
    void residue(Residue.@Nullable Status was, Residue.@Nullable Status is) {
        if (was != is) {
            add(was, -1);
            add(is, 1);
        }
    }

    private void add(Residue.@Nullable Status status, int change) {
        AtomicInteger number = status == null ? null : residues.get(status);
        if (number != null) {
            number.addAndGet(change);
        }
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
