package dev.failover.decision.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * The rules of one service.
 *
 * @param service whose rules; part of each decision's id
 * @param endpoints in order of preference, two or more
 * @param minLocations the fewest locations whose votes make a verdict
 * @param staleAfter a vote expires after this silence
 * @param coolDown no second automatic move within this time after a confirmed change
 * @param failsBack whether the name returns to the preferred endpoint by itself
 * @param stableFor how long the preferred endpoint must have been UP before it does
 * @param intentTimeout a decision that is not confirmed by then is published again; a refused one is looked at again
 */
public record Policy(
        String service,
        List<String> endpoints,
        Mode mode,
        Thresholds thresholds,
        int minLocations,
        Duration staleAfter,
        Duration coolDown,
        boolean failsBack,
        Duration stableFor,
        Duration intentTimeout) {

    public Policy {
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() < 2 || new HashSet<>(endpoints).size() < endpoints.size()) {
            throw new IllegalArgumentException(
                    "a service has two endpoints or more, each named once, not " + endpoints);
        }
        if (minLocations < 1) {
            throw new IllegalArgumentException("minLocations must be at least 1, not " + minLocations);
        }
    }

    /** The endpoint that the name has when all is well. */
    String preferred() {
        return endpoints.get(0);
    }
}
