package dev.failover.dns.plan;

import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record set as the zone has it, or shall have it, to the letter.
 *
 * @param ttl null for an alias, which has none of its own
 * @param healthCheckId the provider's check that is attached to it; kept as it is
 */
public record RecordSet(
        Target target,
        @Nullable Duration ttl,
        Role role,
        @Nullable String healthCheckId) {

    /** What it is among the sets of its name and type. */
    public sealed interface Role {

        /** The only one. */
        record Simple() implements Role {}

        /** One of several, chosen by weight: 0 to 255. */
        record Weighted(String identifier, long weight) implements Role {}

        /** One of two. */
        record Failover(String identifier, boolean primary) implements Role {}

        default Optional<String> setIdentifier() {
            if (this instanceof Weighted weighted) {
                return Optional.of(weighted.identifier());
            }
            return this instanceof Failover failover ? Optional.of(failover.identifier()) : Optional.empty();
        }
    }

    public static final Role SIMPLE = new Role.Simple();

    RecordSet with(Role other) {
        return new RecordSet(target, ttl, other, healthCheckId);
    }

    /** Whether the name's answer comes from it, as far as weights and roles say. */
    public boolean answers() {
        if (role instanceof Role.Weighted weighted) {
            return weighted.weight() > 0;
        }
        return !(role instanceof Role.Failover failover) || failover.primary();
    }

    /** Whether the provider passes over it when a check of its own fails. */
    boolean isChecked() {
        return healthCheckId != null
                || target.aliasTarget()
                        .filter(Target.Alias::evaluateTargetHealth)
                        .isPresent();
    }

    /** As people read it: the values of a simple one, and one text for another. */
    List<String> shown() {
        List<String> values = target.aliasTarget().isPresent() ? List.of(target.toString()) : target.values();
        if (role instanceof Role.Weighted weighted) {
            return List.of("'" + weighted.identifier() + "' " + target + " weight " + weighted.weight());
        } else if (role instanceof Role.Failover failover) {
            String word = failover.primary() ? "PRIMARY" : "SECONDARY";
            return List.of("'" + failover.identifier() + "' " + target + " " + word);
        }
        return values;
    }

    @Override
    public String toString() {
        return String.join(", ", shown());
    }
}
