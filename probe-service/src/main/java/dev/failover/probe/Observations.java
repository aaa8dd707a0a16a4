package dev.failover.probe;

import dev.failover.event.Event;
import dev.failover.event.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an observation of each finding, numbers it, counts it and hands it on to be published. */
final class Observations {

    private static final Logger log = LoggerFactory.getLogger(Observations.class);

    private final String location;
    private final String boot;
    private final BiConsumer<String, Event> publish;
    private final ProbeMetrics metrics;
    private long sequence;

    /**
     * Observations from one location and start.
     *
     * @param boot new at each start
     * @param publish takes a subject, of which only the newest event need be sent, and the event
     */
    Observations(String location, String boot, BiConsumer<String, Event> publish, ProbeMetrics metrics) {
        this.location = location;
        this.boot = boot;
        this.publish = publish;
        this.metrics = metrics;
    }

    String location() {
        return location;
    }

    void report(
            String service,
            String endpoint,
            Instant checkedAt,
            Duration took,
            Finding finding,
            @Nullable String address) {
        sequence++;
        Observation observation = new Observation(
                service,
                endpoint,
                location,
                boot,
                sequence,
                checkedAt,
                took,
                finding.outcome(),
                finding.failure(),
                finding.detail(),
                address,
                finding.measures(),
                finding.unready());
        metrics.count(observation);
        log.debug("{}/{} {}: {}", service, endpoint, finding.outcome(), finding.detail());
        publish.accept(service + "/" + endpoint, observation);
    }

    /** So many endpoints are checked now. */
    void targets(int number) {
        metrics.targets(number);
    }
}
