package dev.failover.probe;

import dev.failover.event.Endpoint;
import dev.failover.event.Policy.Thresholds;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one endpoint, one after the other, never two at a time. They start on a grid of the interval's width that
 * the endpoint's name and the location shift by a stable phase, so that endpoints are spread and a restart moves none;
 * while the endpoint is undecided each starts {@code confirmInterval} after the last one's start. Every start comes a
 * little late by chance, so that no check falls into step with what it checks (scenario 13).
 */
final class EndpointChecks {

    private static final Duration MAX_JITTER = Duration.ofMillis(50);
    private static final int JITTER_SHARE = 20;

    /** A standstill of up to a quarter of the timeout, or this long, is not held against a check. */
    private static final Duration STANDSTILL = Duration.ofMillis(10);

    private final Schedule.Parts parts;
    private final String service;
    private final Endpoint endpoint;
    private final Probe probe;
    private final Streak streak;
    private final double phase;
    private final Runnable begin = this::begin;
    private Probing probing;
    private Timers.@Nullable Timer next;
    private @Nullable Running running;
    private boolean stopped;

    /** One check that has begun and is not over. */
    private record Running(
            CheckScope scope, long startedNanos, Instant startedAt, Duration stalledBefore, Timers.Timer cut) {}

    EndpointChecks(Schedule.Parts parts, ServiceSpec spec, Endpoint endpoint, Probe probe) {
        this.parts = parts;
        this.service = spec.service();
        this.endpoint = endpoint;
        this.probe = probe;
        this.streak = new Streak(spec.policy().thresholds());
        this.probing = spec.probing();
        this.phase = phase(spec.service() + "/" + endpoint.name() + "/"
                + parts.observations().location());
    }

    /** A place in the interval, 0 to 1: the same for the same name, even over many names, unrelated for similar ones. */
    private static double phase(String name) {
        long digest =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        return (digest >>> 16) * 0x1p-48;
    }

    /** Whether an endpoint is checked in the very same way; only when may differ. */
    boolean sameCheck(Endpoint other, Probing at) {
        return endpoint.check().equals(other.check()) && probing.timeout().equals(at.timeout());
    }

    void start() {
        startAt(onGrid(parts.timers().nanos()), probing.interval());
    }

    /** Changes when checks run; one in flight goes on as it is. */
    void pace(Probing changed, Thresholds thresholds) {
        streak.thresholds(thresholds);
        boolean otherwise = !probing.equals(changed);
        probing = changed;
        if (otherwise && next != null) {
            next.cancel();
            start();
        }
    }

    /** Ends the checks; one in flight is broken off and not reported. */
    void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
            next = null;
        }
        parts.inFlight().leaveQueue(begin);
        Running broken = running;
        if (broken != null) {
            end(broken);
        }
    }

    private void startAt(long nanos, Duration gap) {
        double most = Math.min(MAX_JITTER.toNanos(), gap.toNanos() / JITTER_SHARE);
        long jitter = (long) (parts.random().nextDouble() * most);
        Duration delay =
                Duration.ofNanos(Math.max(0, nanos + jitter - parts.timers().nanos()));
        next = parts.timers().after(delay, this::due);
    }

    private void due() {
        next = null;
        parts.inFlight().start(begin);
    }

    private void begin() {
        Duration stalled = parts.stalls().total();
        CheckScope scope = new CheckScope(parts.timers(), probing.timeout());
        Running begun = new Running(
                scope,
                parts.timers().nanos(),
                parts.timers().now(),
                stalled,
                parts.timers().after(probing.timeout(), () -> over(scope, scope.cut())));
        running = begun;
        check(scope).onComplete(result -> over(scope, found(scope, result)));
    }

    private Future<Finding> check(CheckScope scope) {
        try {
            return probe.check(scope);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static Finding found(CheckScope scope, AsyncResult<Finding> result) {
        return result.succeeded() ? result.result() : Fault.found(result.cause(), scope);
    }

    /** The first outcome counts; what comes after it, the cut-off or a late answer, finds the check over. */
    private void over(CheckScope scope, Finding finding) {
        Running ended = running;
        if (ended == null || ended.scope() != scope) {
            return;
        }
        Finding judged = unlessStalled(ended, finding);
        streak.note(judged.outcome());
        parts.observations()
                .report(service, endpoint.name(), ended.startedAt(), scope.elapsed(), judged, scope.address());
        end(ended);
        startNext(ended.startedNanos());
    }

    private void end(Running ended) {
        running = null;
        ended.cut().cancel();
        ended.scope().close();
        parts.inFlight().ended();
    }

    private Finding unlessStalled(Running ended, Finding finding) {
        Duration stalled = parts.stalls().total().minus(ended.stalledBefore());
        Duration quarter = ended.scope().timeout().dividedBy(4);
        Duration tolerated = quarter.compareTo(STANDSTILL) > 0 ? quarter : STANDSTILL;
        return stalled.compareTo(tolerated) > 0
                ? Finding.proberError("the prober itself stood still for " + stalled.toMillis() + " ms of the check")
                : finding;
    }

    private void startNext(long startedNanos) {
        if (stopped) {
            return;
        }
        long confirm = startedNanos + probing.confirmInterval().toNanos();
        if (streak.undecided()) {
            startAt(confirm, probing.confirmInterval());
        } else {
            startAt(onGrid(Math.max(parts.timers().nanos(), confirm)), probing.interval());
        }
    }

    /** The first point of the grid after this time. */
    private long onGrid(long nanos) {
        long interval = probing.interval().toNanos();
        long into = Math.floorMod(nanos + parts.wallSkewNanos() - (long) (phase * interval), interval);
        return nanos + interval - into;
    }
}
