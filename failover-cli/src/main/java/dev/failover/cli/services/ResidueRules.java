package dev.failover.cli.services;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.service.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds {@code policy.residue} against the checks that have to tell its measure, and against the TTL (scenario 58). */
final class ResidueRules {

    private final Problems problems;
    private final Fields service;

    ResidueRules(Problems problems, Fields service) {
        this.problems = problems;
        this.service = service;
    }

    /**
     * Names what cannot be as it is said, and what will surprise.
     *
     * @param endpoints none where they are not known
     */
    void judge(DnsRecord record, List<Endpoint> endpoints, Policy policy) {
        Policy.Residue residue = policy.residue();
        if (residue == null) {
            return;
        }
        if (!endpoints.isEmpty()) {
            measureIsTold(residue.measure(), endpoints);
        }
        Duration after = residue.after();
        boolean usesTtl =
                endpoints.stream().anyMatch(e -> e.target().aliasTarget().isEmpty());
        if (after != null && usesTtl && after.compareTo(record.ttl()) < 0) {
            at("after")
                    .ifPresent(at -> problems.warn(
                            at,
                            "is shorter than the record's TTL, " + Durations.text(record.ttl())
                                    + ": resolvers may rightly give the old answer for longer"));
        }
    }

    private void measureIsTold(String measure, List<Endpoint> endpoints) {
        List<String> silent = endpoints.stream()
                .filter(endpoint -> !told(endpoint).contains(measure))
                .map(Endpoint::name)
                .toList();
        if (silent.isEmpty()) {
            return;
        }
        String names = String.join(", ", silent);
        at("measure").ifPresent(at -> {
            if (silent.size() == endpoints.size()) {
                Set<String> all = endpoints.stream()
                        .flatMap(e -> told(e).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
                problems.wrong(
                        at,
                        "must be a figure that the checks tell"
                                + (all.isEmpty() ? ", and they tell none" : ", which are " + String.join(", ", all))
                                + at.was());
            } else {
                problems.warn(
                        at,
                        "is not told by the checks of " + names + ": after a move away from there nothing is known");
            }
        });
    }

    private static Set<String> told(Endpoint endpoint) {
        return Stream.concat(Stream.of(endpoint.check()), endpoint.checkFrom().values().stream())
                .map(Check::measured)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    private Optional<Value> at(String key) {
        return service.value("policy").flatMap(at -> at.below("residue")).flatMap(at -> at.below(key));
    }
}
