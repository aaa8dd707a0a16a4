package dev.failover.probe.elasticsearch;

import dev.failover.event.Check.Elasticsearch.Standby;
import dev.failover.probe.Finding;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a standby's data is behind, as the measure {@code lagSeconds}. It is given only where it is known: a figure that
 * stands still because the active cluster is gone would read as "nothing is lost" (scenario 22).
 */
final class Freshness {

    static final String MEASURE = "lagSeconds";

    private Freshness() {}

    static ElasticsearchProbe.Look of(Standby standby, String location) {
        String indices = String.join(",", standby.indices());
        return switch (standby.freshness()) {
            case CCR -> new Following(indices);
            case RESTORE -> new LastRestore(indices);
            case CANARY -> new ArrivedCanary(indices, location);
        };
    }

    /** Data as old as this. */
    static Finding as(Instant of, Instant now, String what) {
        Duration age = Duration.between(of, now);
        double seconds = Math.max(0, age.toMillis() / 1_000.0);
        return Finding.pass(what + " is " + Math.round(seconds) + " s old").measured(MEASURE, seconds);
    }
}
