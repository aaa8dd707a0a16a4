package dev.failover.decision;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time by the stamps that the broker gives to one partition's observations, carried on between them by a monotonic
 * clock. So a vote's age is measured with one clock, and neither a wrong clock of this machine nor a step of it makes a
 * vote fresh or stale (scenario 16). Before the first observation: this machine's clock.
 */
final class BrokerTime {

    /** What a record's way from the broker may take without the time being set back. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    private final LongSupplier nanos;
    private final Clock clock;
    private @Nullable Instant anchor;
    private long anchoredAt;

    /**
     * A time without an anchor.
     *
     * @param nanos monotonic
     */
    BrokerTime(LongSupplier nanos, Clock clock) {
        this.nanos = nanos;
        this.clock = clock;
    }

    /**
     * An observation was read.
     *
     * @param newest whether the broker has none after it: only then a stamp in the past tells that the broker's clock was
     *     set back, and not that this reader is behind
     */
    void heard(Instant stamp, boolean newest) {
        Instant now = now();
        if (anchor == null
                || stamp.isAfter(now)
                || (newest && stamp.plus(ON_THE_WAY).isBefore(now))) {
            anchor = stamp;
            anchoredAt = nanos.getAsLong();
        }
    }

    Instant now() {
        return anchor == null ? clock.instant() : anchor.plusNanos(nanos.getAsLong() - anchoredAt);
    }
}
