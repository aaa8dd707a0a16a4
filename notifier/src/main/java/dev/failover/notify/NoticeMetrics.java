package dev.failover.notify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the notifier counts. Every counter is there from the start, so that its first step can raise an alarm. */
final class NoticeMetrics {

    /** What became of a notice. */
    enum Outcome {
        TOLD,
        /** The channel did not take it; an ERROR says why. */
        GIVEN_UP,
        /** Was told already. */
        REPEATED,
        /** Older than anybody wants to hear. */
        TOO_OLD
    }

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
    private final AtomicInteger waiting = new AtomicInteger();

    NoticeMetrics(MeterRegistry metrics, String channel) {
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("failover.notices")
                            .description("Notices by what became of them")
                            .tag("channel", channel)
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
        Gauge.builder("failover.notices.waiting", waiting, AtomicInteger::get)
                .description("Notices that wait for a channel that does not take them")
                .tag("channel", channel)
                .strongReference(true)
                .register(metrics);
    }

    void count(Outcome outcome) {
        Counter counter = counters.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void waiting(int notices) {
        waiting.set(notices);
    }
}
