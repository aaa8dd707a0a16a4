package dev.failover.dns;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A zone with many records in memory, whose batches are all or nothing and hold so many plans. */
final class FakeZone implements DnsProvider {

    static final int BATCH = 250;

    final Map<String, RecordSnapshot> records = new HashMap<>();
    final Map<String, FenceSnapshot> fences = new HashMap<>();

    /** How many plans each change had, also those that were not taken. */
    final List<Integer> batches = new ArrayList<>();

    /** The services of each list of records that was read. */
    final List<Integer> reads = new ArrayList<>();

    final List<String> polls = new ArrayList<>();
    final Deque<Kind> applyFails = new ArrayDeque<>();

    /** Names whose change is never taken, and of which reading does not tell why. */
    final Set<String> odd = new HashSet<>();

    final Set<String> forbidden = new HashSet<>();
    boolean losesNextAnswer;
    Runnable beforeApply = () -> {};
    private int changes;

    @Override
    public Found find(DnsRecord record) {
        return findAll(List.of(record)).get(0);
    }

    @Override
    public List<Found> findAll(List<DnsRecord> asked) {
        reads.add(asked.size());
        return asked.stream()
                .map(record -> new Found(
                        Optional.ofNullable(records.get(record.name())),
                        Optional.ofNullable(fences.get(record.fenceName())),
                        Optional.empty()))
                .toList();
    }

    @Override
    public List<List<Plan>> batches(List<Plan> plans) {
        List<List<Plan>> all = new ArrayList<>();
        for (int from = 0; from < plans.size(); from += BATCH) {
            all.add(plans.subList(from, Math.min(plans.size(), from + BATCH)));
        }
        return all;
    }

    @Override
    public String apply(List<Plan> plans) {
        batches.add(plans.size());
        beforeApply.run();
        Kind failure = applyFails.poll();
        if (failure != null) {
            throw FakeProvider.failure(failure);
        } else if (plans.stream()
                .anyMatch(plan -> forbidden.contains(plan.record().name()))) {
            throw FakeProvider.failure(Kind.DENIED);
        } else if (!plans.stream().allMatch(this::fits)) {
            throw FakeProvider.failure(Kind.CONFLICT);
        }
        for (Plan plan : plans) {
            records.put(plan.record().name(), plan.after());
            fences.put(plan.record().fenceName(), plan.fenceAfter());
        }
        if (losesNextAnswer) {
            losesNextAnswer = false;
            throw FakeProvider.failure(Kind.UNCERTAIN);
        }
        return "C" + ++changes;
    }

    private boolean fits(Plan plan) {
        String name = plan.record().name();
        return !odd.contains(name)
                && plan.before().equals(Optional.ofNullable(records.get(name)))
                && plan.fenceBefore()
                        .equals(Optional.ofNullable(fences.get(plan.record().fenceName())));
    }

    @Override
    public void rewrite(DnsRecord record, FenceSnapshot fence) {
        throw new AssertionError("not asked for");
    }

    @Override
    public Progress progress(DnsRecord of, String changeId) {
        polls.add(changeId);
        return Progress.INSYNC;
    }

    @Override
    public List<String> nameServers(DnsRecord of) {
        return List.of();
    }

    @Override
    public void close() {}
}
