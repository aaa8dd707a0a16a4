package dev.failover.event;

import java.time.Duration;
import java.time.Instant;
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
        @Nullable String address)
        implements Event {

    public static final int MAX_DETAIL = 500;

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
        PROBER_ERROR
    }

    public Observation {
        Require.name("service", service);
        Require.name("endpoint", endpoint);
        Require.name("location", location);
        Require.text("boot", boot);
        Require.present("checkedAt", checkedAt);
        Require.notNegative("took", took);
        Require.present("outcome", outcome);
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
