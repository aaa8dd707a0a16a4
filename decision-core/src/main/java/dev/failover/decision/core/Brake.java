package dev.failover.decision.core;

import java.time.Instant;

/**
 * The fleet's brake holds this service's automatic moves, until a person releases it or its active endpoint is well again.
 *
 * @param released whether a person let this service go; the same incident does not hold it again
 */
public record Brake(Incident incident, Instant since, boolean released) {

    Brake asReleased() {
        return new Brake(incident, since, true);
    }

    boolean holds() {
        return !released;
    }
}
