package dev.failover.dns.plan;

import dev.failover.event.Decision;
import java.util.Optional;

/**
 * A record that holds what its fence does not say: somebody else changed it (scenario 60).
 *
 * @param expected the decision in the fence, as far as it can be told from there
 * @param what was found, and what was expected instead, as a sentence
 * @param holder the endpoint that the name has now, where it is one of the service's
 * @param back what would put the decision there again; empty where that would overwrite what is not ours
 */
public record Drifted(Decision expected, String what, Optional<String> holder, Optional<Plan> back) {}
