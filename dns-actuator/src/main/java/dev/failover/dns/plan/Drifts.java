package dev.failover.dns.plan;

import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a record against its own fence; the first row that holds. Put back: from exactly what was found to what the fence
 * says, with that very fence.
 *
 * <pre>
 * found                                         drift  put back
 * a name that health checks steer               no     –
 * no fence, or none of ours and this service    no     –
 * the fence's endpoint is none of the service's no     –
 * something that is not ours to change          yes    no
 * no record                                     yes    no: a record that was deleted is not created again
 * sets of another routing than is configured    yes    no
 * a value, weights or roles of nobody           yes    yes
 * another endpoint, or another part than the
 *   fence's in a gradual move                   yes    yes
 * the fence's endpoint                          no     –
 * </pre>
 */
public final class Drifts {

    private final String owner;

    /**
     * A judge of drift.
     *
     * @param owner the deployment whose fences are ours
     */
    public Drifts(String owner) {
        this.owner = owner;
    }

    /**
     * Whether it has drifted.
     *
     * @param at when it was looked at
     */
    public Optional<Drifted> judge(ServiceSpec spec, Found found, Instant at) {
        return fenced(spec, found, at).flatMap(expected -> judge(expected, found));
    }

    /**
     * What was put there by hand, and is as its fence says: no drift, but nobody who decides has heard of it.
     *
     * @param at when it was looked at
     */
    public Optional<Decision> byHand(ServiceSpec spec, Found found, Instant at) {
        return fenced(spec, found, at)
                .filter(expected -> Decision.isByHand(expected.id()))
                .filter(expected -> judge(expected, found).isEmpty());
    }

    private Optional<Decision> fenced(ServiceSpec spec, Found found, Instant at) {
        return found.fence()
                .filter(fence -> spec.record().provider() != DnsRecord.Provider.STEERING)
                .flatMap(FenceSnapshot::fence)
                .filter(fence -> fence.owner().equals(owner) && fence.service().equals(spec.service()))
                .filter(fence -> spec.endpoint(fence.target()).isPresent())
                .map(fence -> expected(spec, fence, at));
    }

    private static Decision expected(ServiceSpec spec, Fence fence, Instant at) {
        Map<String, Target> targets = new LinkedHashMap<>();
        spec.endpoints().forEach(endpoint -> targets.put(endpoint.name(), endpoint.target()));
        return new Decision(
                spec.service(),
                fence.decision(),
                fence.epoch(),
                Decision.Kind.MANUAL,
                null,
                fence.target(),
                "put back as its fence says, after somebody else changed it",
                List.of(),
                false,
                false,
                spec.record(),
                targets,
                null,
                at);
    }

    private static Optional<Drifted> judge(Decision expected, Found found) {
        if (found.oddity().isPresent()) {
            return drifted(expected, found.oddity().get(), Optional.empty(), Optional.empty());
        } else if (found.record().isEmpty()) {
            return drifted(expected, expected.record().name() + " was deleted", Optional.empty(), Optional.empty());
        }
        RecordSnapshot record = found.record().get();
        RoutingRules rules = RoutingRules.of(expected.record().routing());
        Holding fenced =
                found.fence().flatMap(FenceSnapshot::fence).map(Fence::holding).orElseThrow();
        Optional<String> other = Planner.otherRouting(expected, record, rules);
        if (other.isPresent()) {
            return drifted(expected, other.get(), Optional.empty(), Optional.empty());
        }
        Optional<String> unclear = rules.objection(expected, record, Optional.of(fenced));
        Optional<Holding> holding = unclear.isPresent()
                ? Optional.empty()
                : Optional.of(rules.holding(expected, record, Optional.of(fenced)));
        if (holding.equals(Optional.of(fenced))) {
            return Optional.empty();
        }
        String what = unclear.orElseGet(
                        () -> expected.record().name() + " has " + holding.orElseThrow() + ": found " + record.shown())
                + fenced.part()
                        .map(part -> "; " + part.endpoint() + " was given " + part.share() + " % of its answers")
                        .orElse("");
        return drifted(expected, what, holding.map(Holding::endpoint), back(expected, record, found, rules));
    }

    private static Optional<Drifted> drifted(
            Decision expected, String what, Optional<String> holder, Optional<Plan> back) {
        String endpoint = expected.destination().orElseThrow();
        String sentence = what + "; " + expected.id() + " (epoch " + expected.epoch() + ") gave it to " + endpoint
                + ", " + expected.targets().get(endpoint);
        return Optional.of(new Drifted(expected, sentence, holder, back));
    }

    private static Optional<Plan> back(Decision expected, RecordSnapshot record, Found found, RoutingRules rules) {
        String endpoint = expected.destination().orElseThrow();
        FenceSnapshot fence = found.fence().orElseThrow();
        Holding fenced = fence.fence().orElseThrow().holding();
        boolean partly = fenced.part()
                .map(part -> expected.targets().containsKey(part.endpoint())
                        && rules.obstacle(expected, record, part.endpoint()).isEmpty())
                .orElse(true);
        if (!partly || rules.obstacle(expected, record, endpoint).isPresent()) {
            return Optional.empty();
        }
        RecordSnapshot after = rules.moved(expected, record, fenced);
        // What an endpoint's own set answers is a person's edit that no move undoes.
        boolean restores = rules.objection(expected, after, Optional.of(fenced)).isEmpty();
        return restores
                ? Optional.of(new Plan(expected, endpoint, Optional.of(record), after, Optional.of(fence), fence))
                : Optional.empty();
    }
}
