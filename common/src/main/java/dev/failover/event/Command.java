package dev.failover.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator said. A person's word wins over the automation.
 *
 * @param endpoint where to, for FAILOVER
 * @param force move even to an endpoint that is not UP
 * @param until when a PAUSE ends by itself: mandatory, so that a forgotten one does (scenario 67)
 * @param by who, for the record
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
        Instant at)
        implements Event {

    public enum Kind {
        FAILOVER,
        FAILBACK,
        PAUSE,
        RESUME,
        ACKNOWLEDGE,
        RELEASE
    }

    public Command {
        Require.name("service", service);
        Require.text("id", id);
        Require.present("kind", kind);
        Require.text("by", by);
        Require.text("reason", reason);
        Require.present("at", at);
        if (kind == Kind.PAUSE) {
            Require.present("until", until);
        }
        if (kind == Kind.FAILOVER) {
            Require.name("endpoint", endpoint);
        }
    }

    @Override
    public String eventId() {
        return id;
    }
}
