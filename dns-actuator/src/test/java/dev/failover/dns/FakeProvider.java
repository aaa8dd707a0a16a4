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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A zone with one record in memory: compare-and-swap as a provider does it, and the troubles that are asked for. */
final class FakeProvider implements DnsProvider {

    /** Calls in order: {@code find}, {@code apply}, {@code progress}. */
    final List<String> calls = new ArrayList<>();

    final Deque<Kind> findFails = new ArrayDeque<>();
    final Deque<Kind> applyFails = new ArrayDeque<>();

    /** Done, and then the answer is lost. */
    boolean losesNextAnswer;

    /** What a call takes, and what else happens meanwhile. */
    Runnable duringCall = () -> {};

    Supplier<Progress> progress = () -> Progress.INSYNC;

    @Nullable
    RecordSnapshot record;

    @Nullable
    FenceSnapshot fence;

    private int changes;

    int applied() {
        return changes;
    }

    @Override
    public Found find(DnsRecord asked) {
        called("find", findFails.poll());
        return new Found(Optional.ofNullable(record), Optional.ofNullable(fence), Optional.empty());
    }

    @Override
    public String apply(List<Plan> plans) {
        called("apply", applyFails.poll());
        Plan plan = plans.get(0);
        if (!plan.before().equals(Optional.ofNullable(record))
                || !plan.fenceBefore().equals(Optional.ofNullable(fence))) {
            throw failure(Kind.CONFLICT);
        }
        record = plan.after();
        fence = plan.fenceAfter();
        changes++;
        if (losesNextAnswer) {
            losesNextAnswer = false;
            throw failure(Kind.UNCERTAIN);
        }
        return "C" + changes;
    }

    @Override
    public void rewrite(DnsRecord asked, FenceSnapshot given) {
        called("rewrite", applyFails.poll());
        if (!Optional.of(given).equals(Optional.ofNullable(fence))) {
            throw failure(Kind.CONFLICT);
        }
    }

    @Override
    public Progress progress(DnsRecord of, String changeId) {
        called("progress", null);
        return progress.get();
    }

    private void called(String operation, @Nullable Kind failure) {
        calls.add(operation);
        duringCall.run();
        if (failure != null) {
            throw failure(failure);
        }
    }

    static DnsProviderException failure(Kind kind) {
        return new DnsProviderException(kind, "the fake says " + kind, new IllegalStateException());
    }

    @Override
    public List<String> nameServers(DnsRecord of) {
        return List.of();
    }

    @Override
    public void close() {}
}
