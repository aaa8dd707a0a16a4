package dev.failover.dns.plan;

import dev.failover.event.DnsChange.Part;
import java.util.Optional;

/**
 * Whose a name's answers are.
 *
 * @param endpoint that has the name
 * @param part what another one has of the answers, in a gradual move
 */
public record Holding(String endpoint, Optional<Part> part) {

    static Holding whole(String endpoint) {
        return new Holding(endpoint, Optional.empty());
    }

    /** For sentences. */
    @Override
    public String toString() {
        return endpoint
                + part.map(each -> ", and " + each.endpoint() + " " + each.share() + " % of its answers")
                        .orElse("");
    }
}
