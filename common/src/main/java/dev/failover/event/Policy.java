package dev.failover.event;

import java.time.Duration;

/**
 * By which rules a name moves.
 *
 * @param minLocations the fewest locations whose votes make a verdict; below it the verdict is UNKNOWN
 * @param staleAfter a location's vote expires after this silence
 * @param coolDown no second automatic move within this time after a confirmed change
 * @param intentTimeout a decision that is not confirmed by then is published again, with the same id and epoch
 */
public record Policy(
        Mode mode,
        Thresholds thresholds,
        int minLocations,
        Duration staleAfter,
        Duration coolDown,
        Failback failback,
        Duration intentTimeout) {

    public enum Mode {
        /** Moves by itself. */
        AUTO,
        /** Decides and publishes, changes nothing. */
        SHADOW,
        /** Moves only when a person says so. */
        MANUAL
    }

    /**
     * What makes one location's vote. {@code down} failures in a row make DOWN; fewer are forgotten after
     * {@code forgive} passes in a row; {@code up} passes in a row make UP again. So that periodic flapping is seen as
     * well, {@code windowFailures} failures among the last {@code windowSize} checks make DOWN too.
     */
    public record Thresholds(int down, int forgive, int up, int windowFailures, int windowSize) {

        public static final Thresholds DEFAULT = new Thresholds(3, 2, 3, 6, 10);

        public Thresholds {
            Require.between("policy.thresholds.down", 1, 100, down);
            Require.between("policy.thresholds.forgive", 1, 100, forgive);
            Require.between("policy.thresholds.up", 1, 100, up);
            Require.between("policy.thresholds.windowSize", 1, 64, windowSize);
            Require.between("policy.thresholds.windowFailures", 1, windowSize, windowFailures);
        }
    }

    /**
     * Whether the name returns to the preferred endpoint by itself.
     *
     * @param stableFor how long the preferred endpoint must have been UP without a break
     */
    public record Failback(boolean automatic, Duration stableFor) {

        public static final Failback MANUAL = new Failback(false, Duration.ofMinutes(5));

        public Failback {
            Require.notNegative("policy.failback.stableFor", stableFor);
        }
    }

    public static final Policy DEFAULT = new Policy(
            Mode.AUTO,
            Thresholds.DEFAULT,
            2,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Failback.MANUAL,
            Duration.ofMinutes(1));

    public Policy {
        Require.present("policy.mode", mode);
        Require.present("policy.thresholds", thresholds);
        Require.between("policy.minLocations", 1, 100, minLocations);
        Require.positive("policy.staleAfter", staleAfter);
        Require.notNegative("policy.coolDown", coolDown);
        Require.present("policy.failback", failback);
        Require.positive("policy.intentTimeout", intentTimeout);
    }
}
