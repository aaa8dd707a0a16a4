package dev.failover.decision.core;

/**
 * Two marks for a graded figure, so that one near a limit does not flap: at or above {@code high} a check counts as failed,
 * and it does until the figure is at or below {@code low} again (scenario 12).
 */
public record Mark(double high, double low) {

    /** How long a check took, in milliseconds. */
    public static final String LATENCY_MILLIS = "latencyMillis";

    /** By how many seconds an endpoint's data is behind the active one's. */
    public static final String LAG_SECONDS = "lagSeconds";

    public Mark {
        if (Double.isNaN(high) || Double.isNaN(low) || low > high) {
            throw new IllegalArgumentException("low must not be above high, but " + low + " is above " + high);
        }
    }
}
