package dev.failover.decision.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people said, which wins over the automation. All of it but an order ends by itself.
 *
 * @param order a move that is not carried out yet
 * @param note what became of the last order
 * @param pause nothing moves by itself until then
 * @param pin the name stays where a person put it until then (scenario 34)
 * @param maintenance the endpoints that must not be given the name until then, by name (scenario 35)
 */
public record Instructions(
        @Nullable Order order,
        @Nullable String note,
        @Nullable Term pause,
        @Nullable Pin pin,
        ByName<Term> maintenance) {

    public static final Instructions NONE = new Instructions(null, null, null, null, ByName.none());

    /** Somebody's word for a time. */
    public record Term(Instant until, String by, String reason) {

        boolean isOver(Instant now) {
            return !now.isBefore(until);
        }

        /** For sentences. */
        String said() {
            return "until " + until + " by " + by + ", " + reason;
        }
    }

    /** An override: the name keeps this endpoint. */
    public record Pin(String endpoint, Term term) {}

    Instructions withOrder(@Nullable Order next) {
        return new Instructions(next, null, pause, pin, maintenance);
    }

    /** The order is settled, with what became of it. */
    Instructions settled(String answer) {
        return new Instructions(null, answer, pause, pin, maintenance);
    }

    Instructions withPause(@Nullable Term next) {
        return new Instructions(order, note, next, pin, maintenance);
    }

    Instructions withPin(@Nullable Pin next) {
        return new Instructions(order, note, pause, next, maintenance);
    }

    Instructions withMaintenance(ByName<Term> next) {
        return new Instructions(order, note, pause, pin, next);
    }

    /** The same without what has ended by itself. */
    Instructions at(Instant now) {
        Instructions next = this;
        if (pause != null && pause.isOver(now)) {
            next = next.withPause(null);
        }
        if (pin != null && pin.term().isOver(now)) {
            next = next.withPin(null);
        }
        for (ByName.Entry<Term> entry : maintenance) {
            if (entry.value().isOver(now)) {
                next = next.withMaintenance(next.maintenance().without(entry.name()));
            }
        }
        return next;
    }
}
