package dev.failover.decision.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one service.
 *
 * @param service whose rules; part of each decision's id
 * @param endpoints in order of preference, two or more
 * @param marks by the names of graded figures
 * @param minLocations the fewest locations whose votes make a verdict
 * @param staleAfter a vote expires after this silence; an observation that was longer on its way does not count
 * @param intentTimeout a decision that is not confirmed by then is published again; a refused one is looked at again
 * @param warmUp a service that is met for the first time is watched for this long before anything moves by itself
 * @param residue what tells that clients stay at an endpoint that the name has left; null where nothing does
 * @param gradual how a planned move goes by steps; null where it is made at once
 */
public record Policy(
        String service,
        List<Candidate> endpoints,
        Mode mode,
        Thresholds thresholds,
        ByName<Mark> marks,
        int minLocations,
        Duration staleAfter,
        Moves moves,
        Failback failback,
        Flapping flapping,
        @Nullable DataLoss dataLoss,
        Duration intentTimeout,
        Duration warmUp,
        @Nullable ResidueRule residue,
        @Nullable Gradual gradual) {

    /** With planned moves made at once, and nobody asked for clients that stay. */
    public Policy(
            String service,
            List<Candidate> endpoints,
            Mode mode,
            Thresholds thresholds,
            ByName<Mark> marks,
            int minLocations,
            Duration staleAfter,
            Moves moves,
            Failback failback,
            Flapping flapping,
            @Nullable DataLoss dataLoss,
            Duration intentTimeout,
            Duration warmUp) {
        this(
                service,
                endpoints,
                mode,
                thresholds,
                marks,
                minLocations,
                staleAfter,
                moves,
                failback,
                flapping,
                dataLoss,
                intentTimeout,
                warmUp,
                null,
                null);
    }

    /**
     * A planned move in steps.
     *
     * @param shares of the answers, in percent, each more than the one before it; all of them follow
     * @param every for how long a step must have been confirmed, and both endpoints UP, before the next one
     */
    public record Gradual(List<Integer> shares, Duration every) {

        static final int ALL = 100;

        public Gradual {
            shares = List.copyOf(shares);
        }

        /** The share that follows this one. */
        int after(int share) {
            return shares.stream().filter(next -> next > share).findFirst().orElse(ALL);
        }
    }

    /**
     * An endpoint in its place in the order.
     *
     * @param automatic whether the automation may give it the name; otherwise only a person may
     */
    public record Candidate(String name, boolean automatic) {}

    /**
     * How often the name may move by itself.
     *
     * @param coolDown no second move within this time after a confirmed one
     * @param coolDownMax a move soon after the last one doubles the cool-down, up to this
     * @param emergency whether one move is allowed within a cool-down when the active endpoint is DOWN and another is
     *     confirmed well (scenario 27)
     * @param steadyFor an endpoint that came UP only after the active one went DOWN must have been UP for this long
     * @param authorised whether the fleet's brake does not concern the service: its group is expected to fail together
     */
    public record Moves(
            Duration coolDown, Duration coolDownMax, boolean emergency, Duration steadyFor, boolean authorised) {}

    /**
     * Whether the name returns by itself to an endpoint that is preferred.
     *
     * @param stableFor how long that one must have been UP without a break
     */
    public record Failback(boolean automatic, Duration stableFor) {}

    /**
     * How much data a move may lose (scenarios 21 and 22).
     *
     * @param limit by how much the standby's data may be behind, its figure's age included
     * @param beyond what happens to a failover that would lose more
     */
    public record DataLoss(Duration limit, Beyond beyond) {

        /** What happens to a failover that would lose more than the limit. */
        public enum Beyond {
            /** It is not done; only a person who forces it may. */
            BLOCK,
            /** A person is asked: an order of theirs is the answer. */
            ASK,
            /** It is done, and says so. */
            ALLOW
        }
    }

    public Policy {
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() < 2 || new HashSet<>(names(endpoints)).size() < endpoints.size()) {
            throw new IllegalArgumentException(
                    "a service has two endpoints or more, each named once, not " + names(endpoints));
        }
        if (minLocations < 1) {
            throw new IllegalArgumentException("minLocations must be at least 1, not " + minLocations);
        }
    }

    private static List<String> names(List<Candidate> endpoints) {
        return endpoints.stream().map(Candidate::name).toList();
    }

    /** The endpoints' names in order of preference. */
    public List<String> names() {
        return names(endpoints);
    }

    /** The endpoint that the name has when all is well. */
    String preferred() {
        return endpoints.get(0).name();
    }

    boolean has(@Nullable String endpoint) {
        for (Candidate candidate : endpoints) {
            if (candidate.name().equals(endpoint)) {
                return true;
            }
        }
        return false;
    }

    /** The endpoints before this one in order, which the name would rather have. */
    List<Candidate> before(String endpoint) {
        return endpoints.stream()
                .takeWhile(candidate -> !candidate.name().equals(endpoint))
                .toList();
    }
}
