package dev.failover.probe.route53;

import java.time.Duration;

/**
 * Fewer than one question a second, which is all that Route 53 allows an AWS account, and each health check in its turn: the
 * more there are, the less often each is asked for. A bucket of tokens; told the time, in nanoseconds.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html">Quotas</a>
 */
final class Pace {

    /** Below the account's 1 a second: the console and others ask as well. */
    private static final double PER_SECOND = 0.8;

    private static final double BURST = 2;
    private static final Duration SOONEST = Duration.ofSeconds(5);
    private static final double NANOS = 1e9;

    private double tokens = BURST;
    private long filledAt;

    Pace(long nanos) {
        this.filledAt = nanos;
    }

    /** How long one health check of so many waits for its next turn. */
    static Duration turn(int healthChecks) {
        Duration fair = Duration.ofMillis((long) Math.ceil(healthChecks * 1_000 / PER_SECOND));
        return fair.compareTo(SOONEST) > 0 ? fair : SOONEST;
    }

    /** Takes a token, where there is one. */
    boolean take(long nanos) {
        tokens = Math.min(BURST, tokens + (nanos - filledAt) / NANOS * PER_SECOND);
        filledAt = nanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
