package dev.failover.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which rules a name moves. What an older writer does not say has its default.
 *
 * @param minLocations the fewest locations whose votes make a verdict; below it the verdict is UNKNOWN
 * @param staleAfter a location's vote expires after this silence
 * @param coolDown no second automatic move within this time after a confirmed change
 * @param intentTimeout a decision that is not confirmed by then is published again, with the same id and epoch
 * @param marks by the names of graded figures of the checks, such as {@code latencyMillis}
 * @param warmUp a service that is met for the first time is watched for this long before anything moves by itself
 * @param coolDownMax a move soon after the last one doubles the cool-down, up to this
 * @param emergency whether one move is allowed within a cool-down when the active endpoint is DOWN and another is well
 * @param steadyFor an endpoint that came UP only after the active one went DOWN must have been UP for this long
 * @param dataLoss how much data a move may lose; null where the endpoints keep none
 * @param fleetBrake whether the service waits when too many turn bad at once
 * @param drift what happens when somebody else changes the record
 * @param rto the recovery time that is asked for: more than the record's TTL allows; null where none is
 * @param residue what tells that clients stay at an endpoint that the name has left; null where nothing does
 * @param gradual how a planned move goes by parts of the answers; null where it is made at once
 */
public record Policy(
        Mode mode,
        Thresholds thresholds,
        int minLocations,
        Duration staleAfter,
        Duration coolDown,
        Failback failback,
        Duration intentTimeout,
        Map<String, Mark> marks,
        Duration warmUp,
        Duration coolDownMax,
        Boolean emergency,
        Duration steadyFor,
        Flapping flapping,
        @Nullable DataLoss dataLoss,
        FleetBrake fleetBrake,
        Drift drift,
        @Nullable Duration rto,
        @JsonInclude(Include.NON_NULL) @Nullable Residue residue,
        @JsonInclude(Include.NON_NULL) @Nullable Gradual gradual) {

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

        public static final Thresholds DEFAULT = new Thresholds(3, 3, 3, 6, 10);

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

    /**
     * Two marks for a graded figure: at or above {@code high} a check counts as failed, until the figure is at or below
     * {@code low} again.
     */
    public record Mark(double high, double low) {
        public Mark {
            Require.that(low <= high, "policy.marks.low", "must not be above high", low);
        }
    }

    /** An endpoint that went DOWN this often within this time flaps: nothing returns to it by itself. */
    public record Flapping(int falls, Duration within) {

        public static final Flapping DEFAULT = new Flapping(3, Duration.ofMinutes(15));

        public Flapping {
            Require.between("policy.flapping.falls", 1, 64, falls);
            Require.positive("policy.flapping.within", within);
        }
    }

    /**
     * How much data a move may lose.
     *
     * @param limit by how much the standby's data may be behind, the age of that figure included
     */
    public record DataLoss(Duration limit, Beyond beyond) {

        /** What happens to a failover that would lose more. */
        public enum Beyond {
            /** It is not done, unless a person forces it. */
            BLOCK,
            /** A person's order is asked for. */
            ASK,
            /** It is done, and says so. */
            ALLOW
        }

        public DataLoss {
            Require.notNegative("policy.dataLoss.limit", limit);
            Require.present("policy.dataLoss.beyond", beyond);
        }
    }

    /** What the fleet's brake means to the service. */
    public enum FleetBrake {
        /** When too many services turn bad at once, a person has to release it. */
        HOLDS,
        /** Its group is expected to fail together: that alone does not set the brake. */
        AUTHORISED
    }

    /** What happens when the record holds what no decision of ours has put there (scenario 60). */
    public enum Drift {
        /** It is told, and left. */
        HOLD,
        /** It is told; where the record holds another endpoint of the service, the name is taken to have that one. */
        ADOPT,
        /** It is told, and the last decision is put there again: a few times, and then it is left. */
        REASSERT
    }

    /**
     * A planned move in steps: the new endpoint gets these shares of the answers, and then all of them. A failover is at
     * once all the same.
     *
     * @param shares in percent, each more than the one before it
     * @param every for how long a step must have been confirmed, and both endpoints well, before the next one
     */
    public record Gradual(List<Integer> shares, Duration every) {

        public static final int MOST_SHARES = 10;

        public Gradual {
            shares = List.copyOf(Require.present("policy.gradual.shares", shares));
            Require.between("policy.gradual.shares", 1, MOST_SHARES, shares.size());
            int last = 0;
            for (int share : shares) {
                Require.between("policy.gradual.shares", 1, 99, share);
                Require.that(share > last, "policy.gradual.shares", "must grow from each to the next", shares);
                last = share;
            }
            Require.positive("policy.gradual.every", every);
        }

        /** How long a move takes at least, from its first step to all answers. */
        public Duration takes() {
            return every.multipliedBy(shares.size());
        }
    }

    /**
     * What tells that an endpoint is used, so that a move which clients do not follow is known for one (scenario 58).
     *
     * @param measure a figure of the endpoint's check, such as {@code sessions}
     * @param atMost the figure of an endpoint that nobody uses: checks and monitoring are clients too
     * @param after how long clients may take to leave, from when a move is verified; null is the record's TTL and 2 m
     */
    public record Residue(
            String measure, double atMost, @Nullable Duration after) {

        private static final Pattern MEASURE = Pattern.compile("[A-Za-z0-9]{1,64}");

        public Residue {
            Require.text("policy.residue.measure", measure);
            Require.that(
                    MEASURE.matcher(measure).matches(),
                    "policy.residue.measure",
                    "must be 1 to 64 letters and digits",
                    measure);
            Require.that(
                    atMost >= 0 && !Double.isInfinite(atMost), "policy.residue.atMost", "must be 0 or more", atMost);
            if (after != null) {
                Require.notNegative("policy.residue.after", after);
            }
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

    /** With the defaults for everything that is not named here. */
    public Policy(
            Mode mode,
            Thresholds thresholds,
            int minLocations,
            Duration staleAfter,
            Duration coolDown,
            Failback failback,
            Duration intentTimeout) {
        this(
                mode,
                thresholds,
                minLocations,
                staleAfter,
                coolDown,
                failback,
                intentTimeout,
                Map.of(),
                Duration.ofSeconds(10),
                longer(Duration.ofHours(1), coolDown),
                true,
                Duration.ofSeconds(30),
                Flapping.DEFAULT,
                null,
                FleetBrake.HOLDS);
    }

    /** With planned moves made at once, and nothing that tells of clients that stay. */
    public Policy(
            Mode mode,
            Thresholds thresholds,
            int minLocations,
            Duration staleAfter,
            Duration coolDown,
            Failback failback,
            Duration intentTimeout,
            Map<String, Mark> marks,
            Duration warmUp,
            Duration coolDownMax,
            Boolean emergency,
            Duration steadyFor,
            Flapping flapping,
            @Nullable DataLoss dataLoss,
            FleetBrake fleetBrake,
            Drift drift,
            @Nullable Duration rto) {
        this(
                mode,
                thresholds,
                minLocations,
                staleAfter,
                coolDown,
                failback,
                intentTimeout,
                marks,
                warmUp,
                coolDownMax,
                emergency,
                steadyFor,
                flapping,
                dataLoss,
                fleetBrake,
                drift,
                rto,
                null,
                null);
    }

    /** With drift held and no recovery time asked for. */
    public Policy(
            Mode mode,
            Thresholds thresholds,
            int minLocations,
            Duration staleAfter,
            Duration coolDown,
            Failback failback,
            Duration intentTimeout,
            Map<String, Mark> marks,
            Duration warmUp,
            Duration coolDownMax,
            Boolean emergency,
            Duration steadyFor,
            Flapping flapping,
            @Nullable DataLoss dataLoss,
            FleetBrake fleetBrake) {
        this(
                mode,
                thresholds,
                minLocations,
                staleAfter,
                coolDown,
                failback,
                intentTimeout,
                marks,
                warmUp,
                coolDownMax,
                emergency,
                steadyFor,
                flapping,
                dataLoss,
                fleetBrake,
                Drift.HOLD,
                null);
    }

    /** The same with planned moves made at once. */
    public Policy withoutGradual() {
        return new Policy(
                mode,
                thresholds,
                minLocations,
                staleAfter,
                coolDown,
                failback,
                intentTimeout,
                marks,
                warmUp,
                coolDownMax,
                emergency,
                steadyFor,
                flapping,
                dataLoss,
                fleetBrake,
                drift,
                rto,
                residue,
                null);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    public Policy {
        Require.present("policy.mode", mode);
        Require.present("policy.thresholds", thresholds);
        Require.between("policy.minLocations", 1, 100, minLocations);
        Require.positive("policy.staleAfter", staleAfter);
        Require.notNegative("policy.coolDown", coolDown);
        Require.present("policy.failback", failback);
        Require.positive("policy.intentTimeout", intentTimeout);
        marks = marks == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(marks));
        warmUp = warmUp == null ? Duration.ofSeconds(10) : Require.notNegative("policy.warmUp", warmUp);
        coolDownMax = coolDownMax == null ? longer(Duration.ofHours(1), coolDown) : coolDownMax;
        Require.that(
                coolDownMax.compareTo(coolDown) >= 0,
                "policy.coolDownMax",
                "must not be shorter than coolDown",
                coolDownMax);
        emergency = emergency == null || emergency;
        steadyFor = steadyFor == null ? Duration.ofSeconds(30) : Require.notNegative("policy.steadyFor", steadyFor);
        flapping = flapping == null ? Flapping.DEFAULT : flapping;
        fleetBrake = fleetBrake == null ? FleetBrake.HOLDS : fleetBrake;
        drift = drift == null ? Drift.HOLD : drift;
        if (rto != null) {
            Require.positive("policy.rto", rto);
        }
    }
}
