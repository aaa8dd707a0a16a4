package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much an endpoint is still used that the name has left: a client that keeps its connections, or an answer of DNS, does
 * not move with the name (scenario 58). It is told, and moves and holds nothing. Begins when a move is confirmed; ends with
 * the next one, or with the rule.
 *
 * @param leftAt when the name was confirmed to be elsewhere
 * @param since when the status became what it is
 * @param figure the newest, but one above the mark stands until enough others in a row are not; null before the first
 * @param quiet figures in a row that are an unused endpoint's, up to {@link #enough}
 */
public record Residue(
        ResidueRule rule,
        Instant leftAt,
        Status status,
        Instant since,
        @Nullable Figure figure,
        int quiet) {

    /** So many figures in a row of each location, and clients have gone. */
    private static final int QUIET_CHECKS = 3;

    /** What a check measured. */
    public record Figure(double value, Instant at, String location) {}

    /** What is known of the clients that the endpoint had. */
    public enum Status {
        /** They may still take their time. */
        WAITING,
        /** They have left. */
        EFFECTIVE,
        /** Some have not, although they had time. */
        PARTIALLY_EFFECTIVE,
        /** No fresh figure tells. */
        UNKNOWN
    }

    static Residue begun(ResidueRule rule, Instant leftAt) {
        return new Residue(rule, leftAt, Status.WAITING, leftAt, null, 0);
    }

    /**
     * The same with what a check measured, if it did.
     *
     * @param locations that check the endpoint: one where nobody is left says nothing of the others
     */
    Residue seen(CheckSeen check, int locations, Duration staleAfter) {
        Double value = check.measure(rule.measure());
        boolean tells = check.outcome() == CheckOutcome.PASS || check.outcome() == CheckOutcome.FAIL;
        if (value == null || !tells) {
            return this;
        }
        boolean goesOn = isFresh(check.at(), staleAfter);
        int quietNow = value <= rule.atMost() ? Math.min((goesOn ? quiet : 0) + 1, enough(locations)) : 0;
        boolean stands = goesOn && isLoud() && quietNow > 0 && quietNow < enough(locations);
        Figure next = stands ? figure : new Figure(value, check.at(), check.location());
        return new Residue(rule, leftAt, status, since, next, quietNow);
    }

    /** The same as the rule is now and with the status of this moment. */
    Residue judged(ResidueRule now, int locations, Duration staleAfter, Instant time) {
        if (!rule.equals(now)) {
            return begun(now, leftAt).judged(now, locations, staleAfter, time);
        }
        Status next = statusAt(time, locations, staleAfter);
        return next == status ? this : new Residue(rule, leftAt, next, time, figure, quiet);
    }

    /**
     * <pre>
     * WAITING              until the time is over that clients may take
     * UNKNOWN              no fresh figure
     * PARTIALLY_EFFECTIVE  the figure is above the mark
     * EFFECTIVE            enough figures in a row were not
     * as before            some more have to follow
     * </pre>
     */
    private Status statusAt(Instant time, int locations, Duration staleAfter) {
        if (time.isBefore(leftAt.plus(rule.after()))) {
            return Status.WAITING;
        } else if (!isFresh(time, staleAfter)) {
            return Status.UNKNOWN;
        } else if (isLoud()) {
            return Status.PARTIALLY_EFFECTIVE;
        }
        return quiet >= enough(locations) ? Status.EFFECTIVE : status;
    }

    private boolean isLoud() {
        return figure != null && figure.value() > rule.atMost();
    }

    private boolean isFresh(Instant time, Duration staleAfter) {
        return figure != null && !time.isAfter(figure.at().plus(staleAfter));
    }

    private static int enough(int locations) {
        return QUIET_CHECKS * Math.max(1, locations);
    }

    /** Whether it differs in nothing but the newest figure. */
    boolean judgesLike(Residue other) {
        return status == other.status
                && since.equals(other.since)
                && leftAt.equals(other.leftAt)
                && rule.equals(other.rule);
    }
}
