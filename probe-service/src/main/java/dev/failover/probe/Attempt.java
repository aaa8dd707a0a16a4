package dev.failover.probe;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a probe: cut off at its timeout whatever it hangs in, closed when it is over, and told exactly once. What
 * passed in a standstill of the prober says nothing about the target.
 */
final class Attempt {

    /** A standstill of up to a quarter of the timeout, or this long, is not held against a check. */
    private static final Duration STANDSTILL = Duration.ofMillis(10);

    private final Timers timers;
    private final StallWatch stalls;
    private final CheckScope scope;
    private final Consumer<Seen> then;
    private final long startedNanos;
    private final Instant startedAt;
    private final Duration stalledBefore;
    private Timers.@Nullable Timer cut;
    private boolean over;

    /**
     * What came of it.
     *
     * @param startedNanos when it began, by the timers
     * @param stalled whether the finding is about the prober's own standstill
     * @param address what was connected to, where anything was
     */
    record Seen(
            Instant startedAt,
            long startedNanos,
            Duration took,
            Finding finding,
            boolean stalled,
            @Nullable String address,
            List<CheckScope.Step> steps) {}

    /**
     * An attempt that begins now.
     *
     * @param then told the outcome, after everything is closed; not called where the attempt is broken off
     */
    Attempt(Timers timers, StallWatch stalls, Duration timeout, Consumer<Seen> then) {
        this.timers = timers;
        this.stalls = stalls;
        this.scope = new CheckScope(timers, timeout);
        this.then = then;
        this.startedNanos = timers.nanos();
        this.startedAt = timers.now();
        this.stalledBefore = stalls.total();
    }

    /** Runs the probe, which may be over when this returns. */
    void run(Probe probe) {
        cut = timers.after(scope.timeout(), () -> end(scope.cut()));
        checked(probe).onComplete(result -> end(found(result)));
    }

    private Future<Finding> checked(Probe probe) {
        try {
            return probe.check(scope);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Finding found(AsyncResult<Finding> result) {
        return result.succeeded() ? result.result() : Fault.found(result.cause(), scope);
    }

    /** The first outcome counts; what comes after it, the cut-off or a late answer, finds the attempt over. */
    private void end(Finding finding) {
        if (over) {
            return;
        }
        Duration stalled = stalls.total().minus(stalledBefore);
        boolean spoiled = stalled.compareTo(tolerated()) > 0;
        Finding judged = spoiled
                ? Finding.proberError("the prober itself stood still for " + stalled.toMillis() + " ms of the check")
                : finding;
        Seen seen = new Seen(startedAt, startedNanos, scope.elapsed(), judged, spoiled, scope.address(), scope.steps());
        breakOff();
        then.accept(seen);
    }

    private Duration tolerated() {
        Duration quarter = scope.timeout().dividedBy(4);
        return quarter.compareTo(STANDSTILL) > 0 ? quarter : STANDSTILL;
    }

    /** Closes what is open, and tells nothing. */
    void breakOff() {
        over = true;
        if (cut != null) {
            cut.cancel();
        }
        scope.close();
    }
}
