package dev.failover.decision.core;

import java.time.Instant;

/**
 * A decision that was not carried out; what the zone holds is looked at again later.
 *
 * @param retryAt before then nothing is decided
 */
public record Refusal(String decisionId, String reason, Instant retryAt) {}
