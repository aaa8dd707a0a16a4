package dev.failover.decision.core;

import java.time.Duration;

/**
 * What tells that an endpoint is used (scenario 58).
 *
 * @param measure the name of the figure
 * @param atMost the figure of an endpoint that nobody uses: checks and monitoring are clients too
 * @param after how long clients may take to leave
 */
public record ResidueRule(String measure, double atMost, Duration after) {}
