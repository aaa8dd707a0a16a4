package dev.failover.probe;

import dev.failover.event.Endpoint;
import dev.failover.event.Policy.Thresholds;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one endpoint, one after the other, never two at a time. They start on a grid of the interval's width that
 * the endpoint's name and the location shift by a stable phase, so that endpoints are spread and a restart moves none;
 * while the endpoint is undecided each starts {@code confirmInterval} after the last one's start. Every start comes a
 * little late by chance, so that no check falls into step with what it checks (scenario 13).
 */
final class EndpointChecks {

    private final Schedule.Parts parts;
    private final String service;
    private final Endpoint endpoint;
    private final Probe probe;
    private final Streak streak;
    private final double phase;
    private final Runnable begin = this::begin;
    private Probing probing;
    private Timers.@Nullable Timer next;
    private @Nullable Attempt running;
    private boolean stopped;

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
        String location = parts.observations().location();
        return endpoint.checkIn(location).equals(other.checkIn(location))
                && probing.timeout().equals(at.timeout());
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
        Attempt broken = running;
        if (broken != null) {
            running = null;
            broken.breakOff();
            parts.inFlight().ended();
        }
        probe.close();
    }

    private void startAt(long nanos, Duration gap) {
        long jitter = (long) (parts.random().nextDouble() * Jitter.most(gap).toNanos());
        Duration delay =
                Duration.ofNanos(Math.max(0, nanos + jitter - parts.timers().nanos()));
        next = parts.timers().after(delay, this::due);
    }

    private void due() {
        next = null;
        parts.inFlight().start(begin);
    }

    private void begin() {
        Attempt begun = new Attempt(parts.timers(), parts.stalls(), probing.timeout(), this::over);
        running = begun;
        begun.run(probe);
    }

    private void over(Attempt.Seen seen) {
        running = null;
        parts.inFlight().ended();
        parts.sight().judged(seen.finding(), judged -> report(seen, judged));
    }

    private void report(Attempt.Seen seen, Finding judged) {
        if (stopped) {
            return;
        }
        streak.note(judged.outcome());
        parts.observations().report(service, endpoint.name(), seen.startedAt(), seen.took(), judged, seen.address());
        startNext(seen.startedNanos());
    }

    private void startNext(long startedNanos) {
        long confirm = probing.confirmInterval().toNanos();
        if (streak.undecided()) {
            startAt(startedNanos + confirm, probing.confirmInterval());
        } else {
            // Every start is a little late: a whole confirmInterval on, which may be as long as the interval, the next
            // point of the grid would be past.
            startAt(onGrid(Math.max(parts.timers().nanos(), startedNanos + confirm / 2)), probing.interval());
        }
    }

    /** The first point of the grid after this time. */
    private long onGrid(long nanos) {
        long interval = probing.interval().toNanos();
        long into = Math.floorMod(nanos + parts.wallSkewNanos() - (long) (phase * interval), interval);
        return nanos + interval - into;
    }
}
