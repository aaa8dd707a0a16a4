package dev.failover.dns;

import dev.failover.dns.plan.Drifted;
import dev.failover.dns.plan.Drifts;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Decision;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each interval whether the records still hold what the last decisions put there (scenario 60), and tells of each
 * that does not, once for each thing that is found. What comes of it is the service's policy: nothing; a claim by the
 * decision-service, which hears of it; or the last decision put there again by compare-and-swap, at most once an interval
 * and {@link #MOST_REASSERTIONS} times for a decision, so that two who disagree do not fight. What {@code failover dns move}
 * did while nobody listened is confirmed and told as any other move, so that it is claimed whatever the policy is.
 */
final class Drift {

    static final int MOST_REASSERTIONS = 3;

    /** Of one move by hand. */
    static final int MOST_TOLD = 3;

    private static final Logger log = LoggerFactory.getLogger(Drift.class);

    private final DnsProvider provider;
    private final Supplier<List<ServiceSpec>> services;
    private final BooleanSupplier writer;
    private final Changes changes;
    private final Confirmations confirmations;
    private final Options options;
    private final Clock clock;
    private final Drifts drifts;

    /** What was told of each service that has drifted. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /** The decision of each service that was last seen to be by hand. */
    private final Map<String, Told> byHand = new HashMap<>();

    private final Map<String, Reasserted> reasserted = new HashMap<>();
    private Instant next = Instant.MIN;

    /**
     * How to look.
     *
     * @param owner whose fences are ours
     * @param interval from one look to the next; zero: none
     * @param dryRun tell, and change nothing
     */
    record Options(String owner, Duration interval, boolean dryRun) {}

    /** How often a move by hand was told of. */
    private record Told(String decisionId, int times) {}

    /** How often a decision was put there again. */
    private record Reasserted(String decisionId, int times) {}

    /**
     * A look that is taken by {@link #tick}.
     *
     * @param writer whether this process carries out decisions
     */
    Drift(
            DnsProvider provider,
            Supplier<List<ServiceSpec>> services,
            BooleanSupplier writer,
            Changes changes,
            Confirmations confirmations,
            Options options,
            Clock clock) {
        this.provider = provider;
        this.services = services;
        this.writer = writer;
        this.changes = changes;
        this.confirmations = confirmations;
        this.options = options;
        this.clock = clock;
        this.drifts = new Drifts(options.owner());
    }

    int drifted() {
        return told.size();
    }

    /** Does what is due; to be called every few seconds, on one thread. */
    void tick() {
        if (!writer.getAsBoolean()) {
            next = Instant.MIN;
            told.clear();
            byHand.clear();
            reasserted.clear();
        } else if (!options.interval().isZero() && !clock.instant().isBefore(next)) {
            next = clock.instant().plus(options.interval());
            scan();
        }
    }

    private void scan() {
        List<ServiceSpec> all = services.get();
        told.keySet().retainAll(all.stream().map(ServiceSpec::service).collect(Collectors.toSet()));
        Map<String, List<ServiceSpec>> zones = all.stream()
                .collect(Collectors.groupingBy(
                        spec -> spec.record().zone(), LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
        zones.forEach(this::scan);
    }

    private void scan(String zone, List<ServiceSpec> specs) {
        try {
            List<Found> found =
                    provider.findAll(specs.stream().map(ServiceSpec::record).toList());
            for (int i = 0; i < specs.size(); i++) {
                look(specs.get(i), found.get(i));
            }
        } catch (DnsProviderException e) {
            // Whoever has something to change there says so louder.
            log.info("zone {} is not looked at for what others changed: {}", zone, e.getMessage());
        }
    }

    private void look(ServiceSpec spec, Found found) {
        if (drifts.judge(spec, found, clock.instant()).isEmpty()) {
            if (told.remove(spec.service()) != null) {
                log.info("{} is again as its fence says", spec.record().name());
            }
            drifts.byHand(spec, found, clock.instant()).ifPresent(moved -> tellByHand(spec, found, moved));
            return;
        }
        // The record and its fence are read one after the other: a move between the two looks like drift, but not
        // twice.
        Found again = provider.find(spec.record());
        if (again.equals(found)) {
            drifts.judge(spec, again, clock.instant()).ifPresent(drifted -> take(spec, again, drifted));
        }
    }

    /**
     * Told until a claim has fenced it anew, {@link #MOST_TOLD} times at most: only then does whoever decides know where
     * the name is, and it may have been busy with another decision. Where nothing is changed it is told once.
     */
    private void tellByHand(ServiceSpec spec, Found found, Decision moved) {
        Told known = byHand.get(spec.service());
        boolean news = known == null || !known.decisionId().equals(moved.id());
        int times = known == null || news ? 0 : known.times();
        boolean claimed = spec.policy().mode() != Policy.Mode.SHADOW && !options.dryRun();
        if (news) {
            log.warn("{} was moved by hand: {} gave it to {}", spec.record().name(), moved.id(), moved.to());
        }
        if (news || (claimed && times < MOST_TOLD && !confirmations.underWay(moved))) {
            byHand.put(spec.service(), new Told(moved.id(), times + 1));
            RecordSnapshot record = found.record().orElseThrow();
            List<String> values = record.shown();
            confirmations.confirm(
                    new Changes.Step(moved, moved.epoch(), moved.to(), values, values, null, null, null, null),
                    record,
                    found.fence().orElseThrow());
        }
    }

    private void take(ServiceSpec spec, Found found, Drifted drifted) {
        List<String> shown = found.record().map(RecordSnapshot::shown).orElse(List.of());
        boolean puts = mayReassert(spec, drifted);
        String reason = drifted.what().startsWith("HUMAN_EDIT: ") ? drifted.what() : "DRIFT: " + drifted.what();
        boolean news = !reason.equals(told.put(spec.service(), reason));
        if (news || isAdopted(spec, drifted)) {
            changes.drifted(drifted, shown, reason + outlook(spec, drifted, puts));
        }
        if (puts) {
            reassert(drifted, drifted.back().orElseThrow(), shown);
        }
    }

    private boolean mayReassert(ServiceSpec spec, Drifted drifted) {
        return spec.policy().drift() == Policy.Drift.REASSERT
                && spec.policy().mode() != Policy.Mode.SHADOW
                && !options.dryRun()
                && drifted.back().isPresent()
                && !confirmations.underWay(drifted.expected())
                && times(drifted) < MOST_REASSERTIONS;
    }

    private int times(Drifted drifted) {
        Reasserted known = reasserted.get(drifted.expected().service());
        return known == null || !known.decisionId().equals(drifted.expected().id()) ? 0 : known.times();
    }

    private String outlook(ServiceSpec spec, Drifted drifted, boolean puts) {
        if (puts) {
            return "; it is put back, time " + (times(drifted) + 1) + " of " + MOST_REASSERTIONS;
        }
        return isAdopted(spec, drifted) ? "; it is adopted" : "; it is left as it is";
    }

    /** Said until it is done: whoever decides may have been busy with another decision. */
    private static boolean isAdopted(ServiceSpec spec, Drifted drifted) {
        return spec.policy().drift() == Policy.Drift.ADOPT && drifted.holder().isPresent();
    }

    private void reassert(Drifted drifted, Plan plan, List<String> found) {
        reasserted.put(
                drifted.expected().service(), new Reasserted(drifted.expected().id(), times(drifted) + 1));
        // Told anew if it is found again.
        told.remove(drifted.expected().service());
        String changeId;
        try {
            changeId = provider.apply(List.of(plan));
        } catch (DnsProviderException e) {
            log.warn("{} is not put back: {}", plan.record().name(), e.getMessage());
            return;
        }
        Changes.Step step = new Changes.Step(
                drifted.expected(),
                drifted.expected().epoch(),
                plan.endpoint(),
                found,
                plan.after().shown(),
                changeId,
                clock.instant(),
                null,
                plan.part().orElse(null));
        changes.accepted(List.of(step));
        confirmations.confirm(changeId, List.of(new Confirmations.Followed(step, plan.after(), plan.fenceAfter())));
    }
}
