package dev.failover.decision.core;

import java.time.Instant;

/**
 * A person's order to move the name, until it is carried out or cannot be.
 *
 * @param force even to an endpoint that is not UP
 */
public record Order(String to, boolean force, String by, String reason, Instant at) {}
