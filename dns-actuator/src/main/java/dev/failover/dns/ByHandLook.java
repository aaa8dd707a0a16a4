package dev.failover.dns;

import dev.failover.dns.plan.Drifted;
import dev.failover.dns.plan.Drifts;
import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Decision;
import dev.failover.event.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A look by hand: what the zone holds, what its name servers say, and what is wrong with either. */
final class ByHandLook {

    private final ByHandZone zone;
    private final ServiceSpec spec;

    ByHandLook(ByHandZone zone) {
        this.zone = zone;
        this.spec = zone.spec();
    }

    /** Reads the zone and asks its name servers; changes nothing. */
    Sight look() {
        Found found = zone.find();
        Planned claimed = new Planner(zone.owner())
                .plan(zone.decision(found, Decision.Kind.CLAIM, null, "a look by hand", "look", true), found);
        List<String> problems = new ArrayList<>();
        Optional<String> endpoint = holder(claimed, found, problems);
        drift(found).filter(drifted -> problems.isEmpty()).ifPresent(drifted -> problems.add(drifted.what()));
        if (found.record().isPresent()
                && found.fence().isEmpty()
                && found.oddity().isEmpty()) {
            problems.add(spec.record().name() + " carries no fence: no service moves it, unless told to adopt it");
        }
        ByHandZone.fence(found)
                .filter(fence -> spec.endpoint(fence.target()).isEmpty())
                .ifPresent(fence -> problems.add(
                        "the fence names endpoint " + fence.target() + ", which is not one of the service's"));
        List<Sight.Server> said = ask(found, problems);
        return new Sight(found, endpoint, said, problems, remarks(found));
    }

    private static Optional<String> holder(Planned claimed, Found found, List<String> problems) {
        if (claimed instanceof Planned.Refused refused) {
            problems.add(refused.reason());
            return Optional.empty();
        } else if (found.record().isEmpty()) {
            problems.add("the record does not exist");
            return Optional.empty();
        }
        return Optional.of(
                claimed instanceof Planned.Done done
                        ? done.endpoint()
                        : ((Planned.Change) claimed).plan().endpoint());
    }

    private Optional<Drifted> drift(Found found) {
        return new Drifts(zone.owner()).judge(spec, found, zone.clock().instant());
    }

    private List<String> remarks(Found found) {
        List<String> remarks = new ArrayList<>();
        found.record().flatMap(RecordSnapshot::caveat).ifPresent(remarks::add);
        found.record().map(RecordSnapshot::sets).orElse(List.of()).stream()
                .map(RecordSet::ttl)
                .filter(ttl -> ttl != null && !ttl.equals(spec.record().ttl()))
                .distinct()
                .forEach(ttl -> remarks.add("the TTL in the zone is " + ttl.toSeconds() + " s, the specification says "
                        + spec.record().ttl().toSeconds() + " s"));
        ByHandZone.fence(found)
                .flatMap(Fence::part)
                .ifPresent(part ->
                        remarks.add("a gradual move is under way: " + part.endpoint() + " was given " + part.share()
                                + " % of the answers; `failover dns move` gives all to one endpoint and ends it"));
        ByHandZone.fence(found)
                .filter(fence -> Decision.isByHand(fence.decision()))
                .ifPresent(fence ->
                        remarks.add("the last move was by hand; no claim of the services has fenced it anew yet"));
        return remarks;
    }

    private List<Sight.Server> ask(Found found, List<String> problems) {
        List<Sight.Server> said;
        try {
            said = zone.servers().said(spec.record());
        } catch (DnsProviderException e) {
            problems.add("the name servers cannot be asked: " + e.getMessage());
            return List.of();
        }
        said.forEach(
                server -> server.silence().ifPresent(why -> problems.add(server.name() + " does not answer: " + why)));
        Optional<RecordSnapshot> record =
                found.record().filter(each -> !each.allAnswering().isEmpty());
        if (record.isPresent() && found.fence().isPresent()) {
            NameServers.Answer answer = zone.servers()
                    .ask(spec.record(), record.get(), found.fence().get());
            problems.addAll(answer.otherwise());
        }
        return said;
    }
}
