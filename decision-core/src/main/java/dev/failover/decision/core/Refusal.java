package dev.failover.decision.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision that was not carried out, or is not known to be; what the zone holds is looked at again later.
 *
 * @param retryAt before then nothing is decided
 * @param from the endpoint that the name was believed to have: where the zone has another, it was moved all the same
 */
public record Refusal(
        String decisionId,
        String reason,
        Instant retryAt,
        @Nullable String from) {}
