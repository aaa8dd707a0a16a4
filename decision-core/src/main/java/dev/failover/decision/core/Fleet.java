package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The services that are judged together, and whether too many of them turn bad at once. Looked at before each of them is
 * judged, so that the first of them to be DOWN does not move before the others are seen to fail as well.
 *
 * <pre>
 * services with a failure that is not forgiven, share or more         an incident, not proven: moves wait
 * services that turned DOWN within the window, share or more          an incident, proven: moves are held until released
 * a proven incident, and fewer than half the share                    it is over; what it held stays held
 * </pre>
 *
 * Services whose rules authorise the move of their group are not counted: that they fail together is expected. They are
 * held all the same when the others turn bad.
 *
 * @param incident the present one
 */
public record Fleet(Rule rule, @Nullable Incident incident) {

    /**
     * When many is too many.
     *
     * @param share of the services, 0 to 1
     * @param atLeast fewer than this many are never too many
     * @param window how long a service that went DOWN counts
     */
    public record Rule(double share, int atLeast, Duration window) {
        public Rule {
            if (!(share > 0 && share <= 1) || atLeast < 1) {
                throw new IllegalArgumentException("share must be above 0 and at most 1, and atLeast 1 or more");
            }
        }
    }

    /** A service as the fleet sees it. */
    public record Member(Policy policy, State state) {}

    public static Fleet calm(Rule rule) {
        return new Fleet(rule, null);
    }

    /** The fleet as it is now. */
    public Fleet look(Collection<Member> members, Instant now) {
        int counted = 0;
        int shaking = 0;
        int bad = 0;
        Instant since = now.minus(rule.window());
        for (Member member : members) {
            if (!member.policy().moves().authorised()) {
                counted++;
                shaking += member.state().isShaking(member.policy(), now) ? 1 : 0;
                bad += member.state().turnedBadAfter(since) ? 1 : 0;
            }
        }
        return new Fleet(rule, next(counted, shaking, bad, now));
    }

    private @Nullable Incident next(int counted, int shaking, int bad, Instant now) {
        boolean on = incident != null && incident.proven();
        if (on && bad >= rule.share() * counted / 2 && bad > 0) {
            return incident;
        } else if (isTooMany(bad, counted)) {
            return new Incident(
                    "brake-" + now.truncatedTo(ChronoUnit.MINUTES),
                    bad + " of " + counted + " services turned DOWN within "
                            + rule.window().toSeconds() + " s",
                    true);
        } else if (isTooMany(shaking, counted)) {
            return new Incident("shaking", "checks fail at many services at once", false);
        }
        return null;
    }

    private boolean isTooMany(int some, int counted) {
        return some >= rule.atLeast() && some >= rule.share() * counted;
    }
}
