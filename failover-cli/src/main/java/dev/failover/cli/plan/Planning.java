package dev.failover.cli.plan;

import dev.failover.dns.DnsProvider;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the zones and asks the dns-actuator's own planner what a claim, or a move, would change there. */
final class Planning {

    private final DnsProvider provider;
    private final Planner planner;
    private final Optional<SteeringEndpoints> steering;
    private final @Nullable String to;
    private final Instant at;

    /**
     * Asks of the next decision of each service.
     *
     * @param to the endpoint to move to; null for what applying does
     */
    Planning(
            DnsProvider provider, String owner, Optional<SteeringEndpoints> steering, @Nullable String to, Instant at) {
        this.provider = provider;
        this.planner = new Planner(owner);
        this.steering = steering;
        this.to = to;
        this.at = at;
    }

    /** In the order of the services; zone by zone, in as few calls as it takes. */
    List<ServicePlan> plan(List<ServiceSpec> specs) {
        Map<String, ServicePlan> plans = new HashMap<>();
        specs.stream()
                .filter(spec -> spec.record().provider() == DnsRecord.Provider.STEERING)
                .forEach(spec -> plans.put(spec.service(), steered(spec)));
        specs.stream()
                .filter(spec -> spec.record().provider() != DnsRecord.Provider.STEERING)
                .collect(Collectors.groupingBy(
                        spec -> spec.record().provider() + " " + spec.record().zone(),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .forEach(zone ->
                        inZone(zone).forEach(plan -> plans.put(plan.spec().service(), plan)));
        return specs.stream()
                .map(spec -> Objects.requireNonNull(plans.get(spec.service()), spec.service()))
                .toList();
    }

    private ServicePlan steered(ServiceSpec spec) {
        return ServicePlan.unread(
                spec,
                ServicePlan.Action.STEERING,
                "moved by steering: `failover steering plan` shows its checks and record sets",
                Recovery.of(spec, configuredTtl(spec), steering));
    }

    private List<ServicePlan> inZone(List<ServiceSpec> specs) {
        List<Found> found;
        try {
            found = provider.findAll(specs.stream().map(ServiceSpec::record).toList());
        } catch (DnsProviderException e) {
            return specs.stream().map(spec -> unread(spec, e)).toList();
        }
        List<ServicePlan> plans = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            plans.add(one(specs.get(i), found.get(i)));
        }
        return plans;
    }

    private ServicePlan unread(ServiceSpec spec, DnsProviderException e) {
        return ServicePlan.unread(
                spec,
                ServicePlan.Action.REFUSED,
                "the zone cannot be read: " + e.getMessage(),
                Recovery.of(spec, configuredTtl(spec), steering));
    }

    private ServicePlan one(ServiceSpec spec, Found found) {
        Duration ttl = found.record().map(Planning::ttl).orElseGet(() -> configuredTtl(spec));
        return ServicePlan.of(
                spec, found, planner.plan(decision(spec, found), found), Recovery.of(spec, ttl, steering));
    }

    /** The longest with which the record is answered now: of that the old answer may be cached. */
    private static Duration ttl(RecordSnapshot record) {
        return record.sets().stream()
                .map(RecordSet::ttl)
                .map(ttl -> ttl == null ? Target.Alias.TTL : ttl)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static Duration configuredTtl(ServiceSpec spec) {
        boolean usesTtl = spec.endpoints().stream()
                .anyMatch(each -> each.target().aliasTarget().isEmpty());
        return usesTtl ? spec.record().ttl() : Target.Alias.TTL;
    }

    /** As the decision-service would make it, with the epoch after the one that the zone has. */
    private Decision decision(ServiceSpec spec, Found found) {
        Map<String, Target> targets = new LinkedHashMap<>();
        for (Endpoint endpoint : spec.endpoints()) {
            targets.put(endpoint.name(), endpoint.target());
        }
        long epoch =
                found.fence().flatMap(FenceSnapshot::fence).map(Fence::epoch).orElse(0L) + 1;
        Optional<Step> step = found.fence().flatMap(FenceSnapshot::fence).flatMap(fence -> step(spec, fence));
        return new Decision(
                spec.service(),
                spec.service() + "-" + epoch,
                epoch,
                to == null ? Decision.Kind.CLAIM : Decision.Kind.MANUAL,
                step.map(Step::from).orElse(null),
                to,
                "planned",
                List.of(),
                true,
                spec.adopt(),
                spec.record(),
                targets,
                null,
                null,
                at,
                step.map(Step::share).orElse(null));
    }

    /** What the next step of a gradual move is, as an order makes it while the active endpoint is UP. */
    private record Step(String from, int share) {}

    private Optional<Step> step(ServiceSpec spec, Fence fence) {
        Policy.Gradual rule = spec.policy().gradual();
        if (to == null || rule == null || fence.target().equals(to)) {
            return Optional.empty();
        }
        int now = fence.part()
                .filter(part -> part.endpoint().equals(to))
                .map(DnsChange.Part::share)
                .orElse(0);
        return rule.shares().stream()
                .filter(share -> share > now)
                .findFirst()
                .map(share -> new Step(fence.target(), share));
    }
}
