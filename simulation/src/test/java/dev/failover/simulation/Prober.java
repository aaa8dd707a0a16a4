package dev.failover.simulation;

import dev.failover.event.Observation;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SplittableRandom;

/** The probe-service of one location: makes observations from the truth, and loses, doubles, delays and reorders them. */
final class Prober {

    private static final long INTERVAL_MILLIS = 3_000;
    private static final int MOST_BUFFERED = 300;

    private final int location;
    private final Schedule schedule;
    private final Schedule.MachineClock clock;
    private final Log log;
    private final SplittableRandom random;
    private final Deque<Observation> buffer = new ArrayDeque<>();
    private int boot;
    private long sequence;
    private boolean blind;
    private boolean silent;
    private boolean cutOff;
    private int noisePercent;

    Prober(int location, Schedule schedule, Log log, SplittableRandom random) {
        this.location = location;
        this.schedule = schedule;
        this.clock = schedule.new MachineClock();
        this.log = log;
        this.random = random;
    }

    Schedule.MachineClock clock() {
        return clock;
    }

    /** Checks every endpoint of a service from now on. */
    void watch(Truth service) {
        for (int endpoint = 0; endpoint < service.endpoints.size(); endpoint++) {
            int each = endpoint;
            schedule.in(random.nextInt((int) INTERVAL_MILLIS), () -> check(service, each));
        }
    }

    private void check(Truth service, int endpoint) {
        schedule.in(INTERVAL_MILLIS - 100 + random.nextInt(200), () -> check(service, endpoint));
        if (!silent) {
            send(observation(service, endpoint));
        }
    }

    private Observation observation(Truth service, int endpoint) {
        boolean broken = !service.up[endpoint] || service.blocked[location][endpoint];
        boolean flakes = noisePercent > 0 && random.nextInt(100) < noisePercent / 4;
        Outcome outcome = blind ? Outcome.PROBER_ERROR : broken || flakes ? Outcome.FAIL : Outcome.PASS;
        FailureClass failure = blind ? FailureClass.BLIND : outcome == Outcome.FAIL ? FailureClass.TIMEOUT : null;
        if (noisePercent > 0 && random.nextInt(100) == 0) {
            outcome = Outcome.PROBER_ERROR;
            failure = FailureClass.PROBER_ERROR;
        }
        Duration took = Duration.ofMillis(outcome == Outcome.FAIL ? 500 : 5 + random.nextInt(20));
        boolean future = noisePercent > 0 && random.nextInt(200) == 0;
        return new Observation(
                service.name(),
                service.endpoints.get(endpoint),
                Truth.LOCATIONS.get(location),
                "boot-" + boot,
                ++sequence,
                clock.instant().minus(took).plusSeconds(future ? 3_600 : 0),
                took,
                outcome,
                failure,
                "",
                Long.toString(schedule.millis()),
                service.spec.policy().dataLoss() == null
                        ? Map.of()
                        : Map.of("lagSeconds", service.lagSeconds[endpoint]),
                service.unready[endpoint] ? "its indices are read-only" : null);
    }

    private void send(Observation observation) {
        int fate = noisePercent > 0 ? random.nextInt(300) : 299;
        if (fate < noisePercent) {
            return;
        } else if (fate < 2 * noisePercent) {
            deliver(observation, random.nextInt(2_000));
            deliver(observation, random.nextInt(2_000));
        } else if (fate < 3 * noisePercent) {
            deliver(observation, random.nextInt(40_000));
        } else if (cutOff) {
            buffer.add(observation);
            if (buffer.size() > MOST_BUFFERED) {
                buffer.remove();
            }
        } else {
            deliver(observation, 20 + random.nextInt(80));
        }
    }

    private void deliver(Observation observation, long millis) {
        schedule.in(millis, () -> log.append(observation));
    }

    void restart() {
        boot++;
        sequence = 0;
        buffer.clear();
    }

    void blind(boolean now) {
        blind = now;
    }

    void silent(boolean now) {
        silent = now;
    }

    void cutOff(boolean now) {
        cutOff = now;
        if (!now) {
            // The connection is back: what waited is sent at once, in order.
            buffer.forEach(observation -> deliver(observation, 50));
            buffer.clear();
        }
    }

    void noise(int percent) {
        noisePercent = percent;
    }

    void heal() {
        blind = false;
        silent = false;
        noisePercent = 0;
        cutOff(false);
    }
}
