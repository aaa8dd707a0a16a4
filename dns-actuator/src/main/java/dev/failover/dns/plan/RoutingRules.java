package dev.failover.dns.plan;

import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import java.util.Optional;

/**
 * How one kind of routing gives a name to an endpoint: what the sets at a name mean, and what a move makes of them. What
 * a move does not change is kept to the letter: other sets, health checks, and the TTL of a set that keeps its answer.
 */
interface RoutingRules {

    static RoutingRules of(DnsRecord.Routing routing) {
        return switch (routing) {
            case SIMPLE -> new SimpleRouting();
            case WEIGHTED -> new WeightedRouting();
            case FAILOVER -> new FailoverRouting();
        };
    }

    /** What these sets are called, and what would have to be configured for them. */
    String word();

    boolean isOfThisKind(RecordSet set);

    /**
     * Why it cannot be said whose the answers are; the sets are of this kind.
     *
     * @param fenced whose they are by our own fence
     */
    Optional<String> objection(Decision decision, RecordSnapshot record, Optional<Holding> fenced);

    /** Whose the answers are, where there is no objection. */
    Holding holding(Decision decision, RecordSnapshot record, Optional<Holding> fenced);

    /** Why the name cannot be given to an endpoint; there is no objection. */
    Optional<String> obstacle(Decision decision, RecordSnapshot record, String endpoint);

    /** The record when the answers have been given so; there is no obstacle. */
    RecordSnapshot moved(Decision decision, RecordSnapshot record, Holding next);

    /** Why a name that nobody has yet cannot be created. */
    default Optional<String> uncreatable(Decision decision) {
        return Optional.empty();
    }

    /** A name that nobody had yet. */
    RecordSnapshot created(Decision decision, String endpoint);
}
