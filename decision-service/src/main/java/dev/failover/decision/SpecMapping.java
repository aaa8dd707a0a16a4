package dev.failover.decision;

import dev.failover.decision.core.Mode;
import dev.failover.decision.core.Policy;
import dev.failover.decision.core.Thresholds;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;

/** A service's specification in the core's terms. */
final class SpecMapping {

    private SpecMapping() {}

    static Policy policy(ServiceSpec spec) {
        dev.failover.event.Policy policy = spec.policy();
        return new Policy(
                spec.service(),
                spec.endpoints().stream().map(Endpoint::name).toList(),
                mode(policy.mode()),
                thresholds(policy.thresholds()),
                policy.minLocations(),
                policy.staleAfter(),
                policy.coolDown(),
                policy.failback().automatic(),
                policy.failback().stableFor(),
                policy.intentTimeout());
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
