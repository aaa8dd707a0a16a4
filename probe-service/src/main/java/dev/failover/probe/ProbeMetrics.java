package dev.failover.probe;

import dev.failover.event.Observation;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The probe-service's metrics, each with its location; none has a label of a service or an endpoint. */
final class ProbeMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final String location;
    private final Map<Outcome, Timer> durations = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Map<FailureClass, Counter>> failures = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Counter> successes = new EnumMap<>(Outcome.class);
    private final Counter delayed;
    private final AtomicInteger inFlight;
    private final AtomicInteger waiting;
    private final AtomicInteger targets;
    private final AtomicInteger blind;
    private final AtomicInteger canariesFailing;

    ProbeMetrics(MeterRegistry registry, String location) {
        this.registry = registry;
        this.location = location;
        for (Outcome outcome : Outcome.values()) {
            durations.put(outcome, duration(outcome));
        }
        this.delayed = Counter.builder("failover.checks.delayed")
                .description("Checks that began late because too many were in flight")
                .tag("location", location)
                .register(registry);
        this.inFlight = gauge("failover.checks.in.flight", "Checks that have begun and are not over");
        this.waiting = gauge("failover.checks.waiting", "Checks that are due and wait for others to end");
        this.targets = gauge("failover.targets", "Endpoints that this instance checks");
        this.blind = gauge("failover.location.blind", "1 while more than half of the canaries fail, else 0");
        this.canariesFailing = gauge("failover.canaries.failing", "Canaries whose latest check failed");
    }

    private Timer duration(Outcome outcome) {
        return Timer.builder("failover.check.duration")
                .description("From the start of a check to its outcome")
                .tag("location", location)
                .tag("outcome", label(outcome))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private AtomicInteger gauge(String name, String description) {
        AtomicInteger value = new AtomicInteger();
        Gauge.builder(name, value, AtomicInteger::get)
                .description(description)
                .tag("location", location)
                .strongReference(true)
                .register(registry);
        return value;
    }

    void count(Observation observation) {
        counter(observation.outcome(), observation.failure()).increment();
        Timer duration = durations.get(observation.outcome());
        if (duration != null) {
            duration.record(observation.took());
        }
    }

    /** Kept: to look one up by its labels costs more than to count. */
    private Counter counter(Outcome outcome, @Nullable FailureClass failure) {
        return failure == null
                ? successes.computeIfAbsent(outcome, each -> counter(each, "none"))
                : failures.computeIfAbsent(outcome, each -> new EnumMap<>(FailureClass.class))
                        .computeIfAbsent(failure, each -> counter(outcome, label(each)));
    }

    private Counter counter(Outcome outcome, String failure) {
        return Counter.builder("failover.checks")
                .description("Checks by their outcome, and by why")
                .tag("location", location)
                .tag("outcome", label(outcome))
                .tag("failure", failure)
                .register(registry);
    }

    private static String label(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String label(FailureClass failure) {
        return failure.name().toLowerCase(Locale.ROOT);
    }

    void delayed() {
        delayed.increment();
    }

    void inFlight(int number) {
        inFlight.set(number);
    }

    void waiting(int number) {
        waiting.set(number);
    }

    void blind(boolean isBlind) {
        blind.set(isBlind ? 1 : 0);
    }

    void canariesFailing(int number) {
        canariesFailing.set(number);
    }

    void targets(int number) {
        targets.set(number);
    }
}
