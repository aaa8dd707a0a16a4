package dev.failover.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the decision service knows of one service: enough to go on from after a restart, and what people see.
 *
 * @param active the endpoint that the name has; null until the claim is confirmed
 * @param intent the decision in flight
 * @param refusal of the last decision, until the zone is looked at again
 * @param order an operator's order that is not carried out yet
 * @param note what became of the last order
 * @param stableSince since when the preferred endpoint has been UP without a break, while it is not active
 */
public record ServiceState(
        String service,
        Instant at,
        Policy.Mode mode,
        @Nullable String active,
        long epoch,
        List<EndpointState> endpoints,
        @Nullable Intent intent,
        @Nullable Instant coolDownUntil,
        @Nullable Pause pause,
        @Nullable Refusal refusal,
        @Nullable Order order,
        @Nullable String note,
        @Nullable Instant stableSince,
        Explanation explanation)
        implements Event {

    /**
     * What is held of one endpoint, and from which locations.
     *
     * @param firstFailureAt when the first of the failures that count against it now was seen
     */
    public record EndpointState(
            String name,
            Verdict verdict,
            Instant since,
            @Nullable Instant firstFailureAt,
            List<LocationState> locations) {
        public EndpointState {
            locations = List.copyOf(locations);
        }
    }

    /**
     * One location's view of one endpoint.
     *
     * @param window the last checks, newest in the lowest bit, 1 = failed
     * @param windowLength how many bits of the window are filled
     */
    public record LocationState(
            String location,
            Vote vote,
            int failures,
            int passes,
            long window,
            int windowLength,
            String boot,
            long sequence,
            Instant lastSeen,
            Instant lastCounted,
            @Nullable Instant firstFailureAt) {}

    /** A decision that is not confirmed yet. */
    public record Intent(
            String decisionId,
            long epoch,
            Decision.Kind kind,
            @Nullable String from,
            @Nullable String to,
            String reason,
            boolean accepted,
            @Nullable Instant firstFailureAt,
            Instant decidedAt,
            Instant publishedAt) {}

    /** An operator's pause: no automatic move until it ends. */
    public record Pause(Instant until, String by, String reason) {}

    /** The last decision was not carried out; before {@code retryAt} nothing is decided. */
    public record Refusal(String decisionId, String reason, Instant retryAt) {}

    /** An operator's order to move the name. */
    public record Order(String to, boolean force, String by, String reason, Instant at) {}

    /**
     * Why the name is where it is.
     *
     * @param diagnosis one word, see the decision core's table
     * @param sentence what is the case and what is done about it
     * @param wouldChange what would change the outcome
     */
    public record Explanation(String diagnosis, String sentence, String wouldChange) {}

    public ServiceState {
        Require.name("service", service);
        Require.present("at", at);
        Require.present("mode", mode);
        endpoints = List.copyOf(Require.present("endpoints", endpoints));
        Require.present("explanation", explanation);
    }

    @Override
    public String eventId() {
        return service + "/" + at.toEpochMilli();
    }

    public Optional<String> activeEndpoint() {
        return Optional.ofNullable(active);
    }
}
