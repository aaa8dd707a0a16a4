package dev.failover.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check of one endpoint from one location.
 *
 * @param boot id of the prober's process, new at each start; with {@code sequence} it tells duplicates and order
 * @param checkedAt when the check began, by the prober's clock: shown, never decided on
 * @param took from the start of the check to its outcome
 * @param failure why, for FAIL, PROBER_ERROR and some WARN
 * @param detail one sentence for a person, without secrets, at most 500 characters
 * @param address the address that was connected to, where one was
 * @param measures graded figures by name, such as {@code lagSeconds}; compared with the policy's marks
 * @param unready why the endpoint must not take the name although it serves, as a sentence
 */
public record Observation(
        String service,
        String endpoint,
        String location,
        String boot,
        long sequence,
        Instant checkedAt,
        Duration took,
        Outcome outcome,
        @Nullable FailureClass failure,
        String detail,
        @Nullable String address,
        Map<String, Double> measures,
        @Nullable String unready)
        implements Event {

    public static final int MAX_DETAIL = 500;
    public static final int MAX_MEASURES = 32;

    public enum Outcome {
        PASS,
        /** Serves, but somebody should look. Counts as a pass. */
        WARN,
        FAIL,
        /** The prober's own fault: never counts as down. */
        PROBER_ERROR
    }

    /** Whose fault, and at which step. */
    public enum FailureClass {
        DNS,
        CONNECT_REFUSED,
        CONNECT_TIMEOUT,
        TLS,
        CERT,
        TIMEOUT,
        RESET,
        HTTP_STATUS,
        BODY,
        IDENTITY,
        AUTH,
        CLUSTER_RED,
        CLUSTER_YELLOW,
        NO_MASTER,
        /** A graded figure is above its mark. */
        SLOW,
        PROBER_ERROR,
        /** The prober's own canary targets cannot be reached either: its location cannot see. */
        BLIND
    }

    /** Without figures. */
    public Observation(
            String service,
            String endpoint,
            String location,
            String boot,
            long sequence,
            Instant checkedAt,
            Duration took,
            Outcome outcome,
            @Nullable FailureClass failure,
            String detail,
            @Nullable String address) {
        this(
                service, endpoint, location, boot, sequence, checkedAt, took, outcome, failure, detail, address,
                Map.of(), null);
    }

    public Observation {
        Require.name("service", service);
        Require.name("endpoint", endpoint);
        Require.name("location", location);
        Require.text("boot", boot);
        Require.present("checkedAt", checkedAt);
        Require.notNegative("took", took);
        Require.present("outcome", outcome);
        measures = measures == null ? Map.of() : Map.copyOf(measures);
        Require.between("measures", 0, MAX_MEASURES, measures.size());
        detail = detail == null ? "" : detail;
        detail = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    }

    @Override
    public String eventId() {
        return location + "/" + boot + "/" + sequence;
    }

    public Optional<FailureClass> failureClass() {
        return Optional.ofNullable(failure);
    }
}
