package dev.failover.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator said. A person's word wins over the automation.
 *
 * @param endpoint where to, for FAILOVER; which one, for MAINTENANCE and the RESUME that ends it
 * @param force move even to an endpoint that is not UP, not ready, or behind
 * @param until when a PAUSE or MAINTENANCE ends by itself: mandatory, so that a forgotten one does (scenario 67); until
 *     when a FAILOVER keeps the name where it was put
 * @param by who, for the record
 * @param atOnce a FAILOVER or FAILBACK goes without steps, whatever the policy says; an older reader knows no steps
 */
public record Command(
        String service,
        String id,
        Kind kind,
        @Nullable String endpoint,
        boolean force,
        @Nullable Instant until,
        String by,
        String reason,
        Instant at,
        boolean atOnce)
        implements Event {

    public enum Kind {
        FAILOVER,
        FAILBACK,
        /** Nothing moves by itself. */
        PAUSE,
        /** An endpoint is not given the name. */
        MAINTENANCE,
        /** What was said for a time ends now. */
        RESUME,
        ACKNOWLEDGE,
        /** The fleet's brake lets the service go. */
        RELEASE
    }

    /** As the policy says: by steps, or at once. */
    public Command(
            String service,
            String id,
            Kind kind,
            @Nullable String endpoint,
            boolean force,
            @Nullable Instant until,
            String by,
            String reason,
            Instant at) {
        this(service, id, kind, endpoint, force, until, by, reason, at, false);
    }

    public Command {
        Require.name("service", service);
        Require.text("id", id);
        Require.present("kind", kind);
        Require.text("by", by);
        Require.text("reason", reason);
        Require.present("at", at);
        if (kind == Kind.PAUSE || kind == Kind.MAINTENANCE) {
            Require.present("until", until);
        }
        if (kind == Kind.FAILOVER || kind == Kind.MAINTENANCE) {
            Require.name("endpoint", endpoint);
        }
    }

    @Override
    public String eventId() {
        return id;
    }
}
