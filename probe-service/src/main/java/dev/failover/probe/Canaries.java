package dev.failover.probe;

import dev.failover.event.Check;
import dev.failover.event.Observation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Well-known targets that tell whether this location sees anything (scenario 1). They are checked in rounds, one a second;
 * where more than half of them fail the location is blind, and whatever it finds is its own error until half of them pass
 * again. A target's failure is told only after a round that began later: a network that is lost between two rounds is
 * nobody's outage either. Lives on one event loop.
 */
final class Canaries implements Sight {

    static final Duration INTERVAL = Duration.ofSeconds(1);
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** However many targets fail, canaries are not asked more often. */
    private static final Duration MIN_GAP = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(Canaries.class);

    private final Timers timers;
    private final StallWatch stalls;
    private final ProbeMetrics metrics;
    private final List<Canary> canaries;
    private List<Runnable> waiting = new ArrayList<>();
    private @Nullable Round round;
    private Timers.@Nullable Timer next;
    private long begunNanos;
    private volatile @Nullable String blind;

    /** One of them, its check that is in flight, and why the last one failed. */
    private static final class Canary {
        private final String place;
        private final Probe probe;
        private @Nullable Attempt running;
        private @Nullable String failing;

        private Canary(String place, Probe probe) {
            this.place = place;
            this.probe = probe;
        }
    }

    /** One look at all of them. */
    private static final class Round {
        private final List<Runnable> held;
        private int passed;
        private int failed;

        private Round(List<Runnable> held) {
            this.held = held;
        }
    }

    Canaries(
            Timers timers, StallWatch stalls, ProbeMetrics metrics, List<Check> checks, Function<Check, Probe> probes) {
        this.timers = timers;
        this.stalls = stalls;
        this.metrics = metrics;
        this.canaries = checks.stream()
                .map(check -> new Canary(check.host() + ":" + check.port(), probes.apply(check)))
                .toList();
    }

    /** Begins the first round. */
    void start() {
        begin();
    }

    /** Why the location sees nothing; may be asked on any thread. */
    Optional<String> whyBlind() {
        return Optional.ofNullable(blind);
    }

    @Override
    public void judged(Finding finding, Consumer<Finding> then) {
        if (blind != null) {
            then.accept(Finding.blind(String.valueOf(blind)));
        } else if (finding.outcome() == Outcome.FAIL) {
            waiting.add(() -> {
                String known = blind;
                then.accept(known == null ? finding : Finding.blind(known));
            });
            schedule();
        } else {
            then.accept(finding);
        }
    }

    /** The next round: soon where a finding waits for it. */
    private void schedule() {
        if (round != null) {
            return;
        }
        if (next != null) {
            next.cancel();
        }
        Duration gap = waiting.isEmpty() ? INTERVAL : MIN_GAP;
        long left = gap.toNanos() - (timers.nanos() - begunNanos);
        next = timers.after(Duration.ofNanos(Math.max(0, left)), this::begin);
    }

    private void begin() {
        next = null;
        begunNanos = timers.nanos();
        round = new Round(waiting);
        waiting = new ArrayList<>();
        // One whose last check is still in flight takes part with that one's outcome, which is yet to come.
        canaries.stream().filter(canary -> canary.running == null).toList().forEach(this::look);
    }

    private void look(Canary canary) {
        Attempt attempt = new Attempt(timers, stalls, TIMEOUT, seen -> looked(canary, seen));
        canary.running = attempt;
        attempt.run(canary.probe);
    }

    private void looked(Canary canary, Attempt.Seen seen) {
        canary.running = null;
        if (seen.stalled()) {
            look(canary);
            return;
        }
        boolean passes =
                seen.finding().outcome() == Outcome.PASS || seen.finding().outcome() == Outcome.WARN;
        canary.failing = passes ? null : seen.finding().detail();
        metrics.canariesFailing(failing().size());
        Round now = round;
        if (now != null) {
            count(now, passes);
        }
    }

    private List<Canary> failing() {
        return canaries.stream().filter(canary -> canary.failing != null).toList();
    }

    /** A round is over as soon as those that are missing cannot change what it says. */
    private void count(Round now, boolean passes) {
        now.passed += passes ? 1 : 0;
        now.failed += passes ? 0 : 1;
        boolean sees = now.passed * 2 >= canaries.size();
        if (sees || now.failed * 2 > canaries.size()) {
            round = null;
            turn(!sees);
            now.held.forEach(Runnable::run);
            schedule();
        }
    }

    private void turn(boolean isBlind) {
        boolean wasBlind = blind != null;
        blind = isBlind ? reason() : null;
        metrics.blind(isBlind);
        if (isBlind && !wasBlind) {
            log.warn("this location is blind: {}", blind);
        } else if (wasBlind && !isBlind) {
            log.info(
                    "this location sees again: {} of {} canaries fail",
                    failing().size(),
                    canaries.size());
        }
    }

    private String reason() {
        List<Canary> failing = failing();
        String first = failing.stream()
                .limit(3)
                .map(canary -> canary.place + " (" + canary.failing + ")")
                .collect(Collectors.joining(", "));
        return failing.size() + " of " + canaries.size() + " canaries fail: " + first;
    }
}
