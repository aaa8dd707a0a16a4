package dev.failover.decision;

import dev.failover.decision.core.ByName;
import dev.failover.decision.core.Flapping;
import dev.failover.decision.core.Mark;
import dev.failover.decision.core.Mode;
import dev.failover.decision.core.Policy;
import dev.failover.decision.core.ResidueRule;
import dev.failover.decision.core.Thresholds;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service's specification in the core's terms. */
final class SpecMapping {

    /** A JVM caches for 30 s, and an idle connection is kept for a minute or so. */
    private static final Duration CLIENTS_TAKE = Duration.ofMinutes(2);

    private SpecMapping() {}

    static Policy policy(ServiceSpec spec) {
        dev.failover.event.Policy policy = spec.policy();
        return new Policy(
                spec.service(),
                spec.endpoints().stream()
                        .map(endpoint -> new Policy.Candidate(endpoint.name(), endpoint.automatic()))
                        .toList(),
                mode(policy.mode()),
                thresholds(policy.thresholds()),
                marks(policy.marks()),
                policy.minLocations(),
                policy.staleAfter(),
                moves(policy),
                new Policy.Failback(
                        policy.failback().automatic(), policy.failback().stableFor()),
                new Flapping(policy.flapping().falls(), policy.flapping().within()),
                dataLoss(policy.dataLoss()),
                policy.intentTimeout(),
                policy.warmUp(),
                residue(spec),
                gradual(policy.gradual()));
    }

    private static Policy.@Nullable Gradual gradual(dev.failover.event.Policy.@Nullable Gradual rule) {
        return rule == null ? null : new Policy.Gradual(rule.shares(), rule.every());
    }

    /** Resolvers keep the old answer for its TTL, and clients their connections for a while. */
    private static @Nullable ResidueRule residue(ServiceSpec spec) {
        dev.failover.event.Policy.Residue rule = spec.policy().residue();
        if (rule == null) {
            return null;
        }
        boolean usesTtl =
                spec.endpoints().stream().anyMatch(e -> e.target().aliasTarget().isEmpty());
        Duration cached = usesTtl ? spec.record().ttl() : Target.Alias.TTL;
        return new ResidueRule(
                rule.measure(), rule.atMost(), rule.after() == null ? cached.plus(CLIENTS_TAKE) : rule.after());
    }

    private static Policy.Moves moves(dev.failover.event.Policy policy) {
        return new Policy.Moves(
                policy.coolDown(),
                policy.coolDownMax(),
                policy.emergency(),
                policy.steadyFor(),
                policy.fleetBrake() == dev.failover.event.Policy.FleetBrake.AUTHORISED);
    }

    private static ByName<Mark> marks(Map<String, dev.failover.event.Policy.Mark> marks) {
        ByName<Mark> mapped = ByName.none();
        for (Map.Entry<String, dev.failover.event.Policy.Mark> mark : marks.entrySet()) {
            mapped = mapped.with(
                    mark.getKey(),
                    new Mark(mark.getValue().high(), mark.getValue().low()));
        }
        return mapped;
    }

    private static Policy.@Nullable DataLoss dataLoss(dev.failover.event.Policy.@Nullable DataLoss rule) {
        return rule == null ? null : new Policy.DataLoss(rule.limit(), beyond(rule.beyond()));
    }

    private static Policy.DataLoss.Beyond beyond(dev.failover.event.Policy.DataLoss.Beyond beyond) {
        return switch (beyond) {
            case BLOCK -> Policy.DataLoss.Beyond.BLOCK;
            case ASK -> Policy.DataLoss.Beyond.ASK;
            case ALLOW -> Policy.DataLoss.Beyond.ALLOW;
        };
    }

    private static Thresholds thresholds(dev.failover.event.Policy.Thresholds thresholds) {
        return new Thresholds(
                thresholds.down(),
                thresholds.forgive(),
                thresholds.up(),
                thresholds.windowFailures(),
                thresholds.windowSize());
    }

    static Mode mode(dev.failover.event.Policy.Mode mode) {
        return switch (mode) {
            case AUTO -> Mode.AUTO;
            case SHADOW -> Mode.SHADOW;
            case MANUAL -> Mode.MANUAL;
        };
    }
}
