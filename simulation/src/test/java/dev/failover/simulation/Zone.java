package dev.failover.simulation;

import dev.failover.dns.DnsProvider;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.event.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A zone in memory with a true compare-and-swap: a batch deletes exactly what is there and creates the new, or nothing
 * happens. It may refuse, throttle, hang, lose its answer, do late what it was asked for, and forget what it accepted.
 */
final class Zone {

    /** How the provider is at the moment. */
    enum Mood {
        WELL,
        THROTTLING,
        DENYING,
        /** Does it or not, and the answer is lost. */
        LOSING_ANSWERS,
        /** Does it now, later or never, and gives no answer in time. */
        HANGING,
        /** Accepts, and forgets it a moment later. */
        FORGETTING
    }

    /** Told of every batch that took effect. */
    interface Listener {
        void changed(Plan plan);

        /** What an accepted batch did is undone. */
        void forgot(Plan plan);
    }

    private record Change(long inSyncAt, boolean lost) {}

    private static final long HANG_MILLIS = 8_000;

    private final Schedule schedule;
    private final SplittableRandom random;
    private final Listener listener;
    private final boolean tears;
    private final Map<String, RecordSnapshot> records = new HashMap<>();
    private final Map<String, FenceSnapshot> fences = new HashMap<>();
    private final Map<String, Change> changes = new HashMap<>();

    /** Fences that no name server will ever show. */
    private final Set<String> doomed = new HashSet<>();

    private Mood mood = Mood.WELL;

    /**
     * A zone without records.
     *
     * @param tears whether it is broken so that a batch may stop half way
     */
    Zone(Schedule schedule, SplittableRandom random, Listener listener, boolean tears) {
        this.schedule = schedule;
        this.random = random;
        this.listener = listener;
        this.tears = tears;
    }

    void mood(Mood next) {
        mood = next;
    }

    Optional<RecordSnapshot> record(String name) {
        return Optional.ofNullable(records.get(name));
    }

    Optional<FenceSnapshot> fence(DnsRecord record) {
        return Optional.ofNullable(fences.get(record.fenceName()));
    }

    /** Somebody writes to it by hand, past the fence. */
    void edit(DnsRecord record, RecordSnapshot by) {
        records.put(record.name(), by);
    }

    void edit(DnsRecord record, Target target) {
        edit(record, new RecordSnapshot(target, record.ttl()));
    }

    /** What the name servers answer: what was accepted, as soon as it is in sync. */
    boolean shows(DnsRecord record, RecordSnapshot planned, FenceSnapshot fence) {
        return has(record, planned, fence) && !doomed.contains(fence.text());
    }

    private boolean has(DnsRecord record, RecordSnapshot planned, FenceSnapshot fence) {
        return planned.equals(records.get(record.name())) && fence.equals(fences.get(record.fenceName()));
    }

    /** The provider as one process has it. */
    DnsProvider seenBy(Instance process) {
        return new View(process);
    }

    private final class View implements DnsProvider {
        private final Instance process;

        View(Instance process) {
            this.process = process;
        }

        @Override
        public Found find(DnsRecord record) {
            failIfUnwell("reading");
            return new Found(record(record.name()), fence(record), Optional.empty());
        }

        @Override
        public String apply(List<Plan> plans) {
            process.before("zone change");
            String id = switch (mood) {
                case WELL, FORGETTING -> accept(plans);
                case THROTTLING -> throw failure(Kind.BUSY, "throttled");
                case DENYING -> throw failure(Kind.DENIED, "access denied");
                case LOSING_ANSWERS -> throw answerLost(plans);
                case HANGING -> throw hang(plans);
            };
            process.after("zone change");
            return id;
        }

        @Override
        public void rewrite(DnsRecord record, FenceSnapshot fence) {
            throw new AssertionError("nobody tests permissions in the simulation");
        }

        private DnsProviderException answerLost(List<Plan> plans) {
            if (random.nextBoolean()) {
                accept(plans);
            }
            process.after("zone change");
            return failure(Kind.UNCERTAIN, "no answer");
        }

        private DnsProviderException hang(List<Plan> plans) {
            process.busy(HANG_MILLIS);
            switch (random.nextInt(3)) {
                case 0 -> accept(plans);
                case 1 -> schedule.in(random.nextInt(30_000), () -> acceptIfTheyFit(plans));
                default -> {}
            }
            process.after("zone change");
            return failure(Kind.UNCERTAIN, "no answer within 8 s");
        }

        @Override
        public Progress progress(DnsRecord of, String changeId) {
            failIfUnwell("asking for " + changeId);
            Change change = changes.get(changeId);
            if (change == null || change.lost()) {
                return Progress.UNKNOWN;
            }
            return schedule.millis() < change.inSyncAt() ? Progress.PENDING : Progress.INSYNC;
        }

        private void failIfUnwell(String what) {
            if (mood == Mood.THROTTLING && random.nextBoolean()) {
                throw failure(Kind.BUSY, what + ": throttled");
            } else if (mood == Mood.HANGING && random.nextBoolean()) {
                process.busy(HANG_MILLIS);
                throw failure(Kind.UNCERTAIN, what + ": no answer");
            }
        }

        @Override
        public List<String> nameServers(DnsRecord of) {
            return List.of("ns-1.example.net");
        }

        @Override
        public void close() {}
    }

    private static DnsProviderException failure(Kind kind, String why) {
        return new DnsProviderException(kind, why, new IllegalArgumentException(why));
    }

    private void acceptIfTheyFit(List<Plan> plans) {
        if (plans.stream().allMatch(this::fits)) {
            accept(plans);
        }
    }

    private boolean fits(Plan plan) {
        return plan.before().equals(record(plan.record().name()))
                && plan.fenceBefore().equals(fence(plan.record()));
    }

    /** All of them or none, unless it tears. */
    private String accept(List<Plan> plans) {
        for (Plan plan : plans) {
            if (!fits(plan)) {
                throw failure(Kind.CONFLICT, plan.record().name() + " is not as the batch supposes");
            }
        }
        String id = "C" + changes.size();
        for (Plan plan : plans) {
            if (tears && plan.before().isPresent() && random.nextInt(4) == 0) {
                records.remove(plan.record().name());
                fences.remove(plan.record().fenceName());
                throw failure(Kind.UNCERTAIN, "deleted, and stopped before creating");
            }
        }
        boolean lost = mood == Mood.FORGETTING && plans.get(0).before().isPresent() && random.nextBoolean();
        changes.put(id, new Change(schedule.millis() + 500 + random.nextInt(4_000), lost));
        plans.forEach(this::write);
        if (lost) {
            plans.forEach(plan -> doomed.add(plan.fenceAfter().text()));
            schedule.in(random.nextInt(3_000), () -> plans.forEach(this::forget));
        }
        return id;
    }

    private void write(Plan plan) {
        records.put(plan.record().name(), plan.after());
        fences.put(plan.record().fenceName(), plan.fenceAfter());
        listener.changed(plan);
    }

    private void forget(Plan plan) {
        doomed.remove(plan.fenceAfter().text());
        boolean still = has(plan.record(), plan.after(), plan.fenceAfter());
        if (still) {
            listener.forgot(plan);
            put(records, plan.record().name(), plan.before().orElse(null));
            put(fences, plan.record().fenceName(), plan.fenceBefore().orElse(null));
        }
    }

    private static <V> void put(Map<String, V> map, String key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }
}
