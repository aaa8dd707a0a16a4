package dev.failover.cli.backtest;

import dev.failover.cli.tape.Recorded;
import dev.failover.cli.tape.Tape;
import dev.failover.decision.Replay;
import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.HealthTransition;
import dev.failover.event.Observation;
import dev.failover.event.ServiceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plays a recording to the services of a file, in virtual time. Checks and what people said are heard; what was decided and
 * changed then is not, since this is decided anew.
 */
final class Backtest {

    /** Nobody wants to wait for a replay of nothing. */
    private static final Duration LONGEST_GAP = Duration.ofDays(1);

    /** Of what people said before the first check. */
    private static final int MOST_EARLY = 10_000;

    private static final int UNKNOWN_NAMED = 20;

    private final List<ServiceSpec> services;
    private final Replay.Options options;
    private final long ticksASecond;
    private final Map<String, Watch> watches = new TreeMap<>();
    private final Set<String> touched = new HashSet<>();
    private final Set<String> unknown = new TreeSet<>();
    private final List<Recorded> early = new ArrayList<>();
    private @Nullable Replay replay;
    private Instant start = Instant.EPOCH;
    private long ticks;
    private long strangers;

    /**
     * What came of it.
     *
     * @param start of the recording's checks
     * @param strangers checks of services that the file has not
     * @param unknown some of those services' names
     * @param findings in the order of the services' names
     */
    record Result(
            Instant start, Instant end, long strangers, Set<String> unknown, Truth truth, List<Finding> findings) {

        boolean movedWrongly() {
            return findings.stream().anyMatch(finding -> finding.falseMoves() > 0);
        }
    }

    private Backtest(List<ServiceSpec> services, Truth truth, Duration tick) {
        this.services = services;
        this.options = new Replay.Options(tick, Replay.Options.DEFAULT.brake(), Replay.Options.DEFAULT.answerAfter());
        this.ticksASecond = Math.max(1, Duration.ofSeconds(1).dividedBy(tick));
        services.forEach(spec -> watches.put(spec.service(), new Watch(spec, truth)));
    }

    /**
     * Plays it all.
     *
     * @param tick how often the services are judged
     * @throws IllegalArgumentException when there is nothing to replay, or something that cannot be
     */
    static Result run(List<ServiceSpec> services, Truth truth, Tape tape, Duration tick) {
        Backtest backtest = new Backtest(services, truth, tick);
        tape.play(backtest::take);
        Replay replay = backtest.replay;
        if (replay == null) {
            throw new IllegalArgumentException("the recording has no checks of the services in the file"
                    + (backtest.unknown.isEmpty() ? "" : ", but of " + backtest.unknown));
        }
        backtest.tick(replay);
        Instant end = replay.now();
        List<Finding> findings = backtest.watches.values().stream()
                .map(watch -> watch.finding(backtest.start, end))
                .toList();
        return new Result(backtest.start, end, backtest.strangers, backtest.unknown, truth, findings);
    }

    private void take(Recorded recorded) {
        if (recorded.event() instanceof Observation check) {
            Watch watch = watches.get(check.service());
            if (watch == null) {
                stranger(check.service());
            } else {
                watch.checked();
                hear(recorded);
            }
        } else if (recorded.event() instanceof Command) {
            hear(recorded);
        }
    }

    private void stranger(String service) {
        strangers++;
        if (unknown.size() < UNKNOWN_NAMED) {
            unknown.add(service);
        }
    }

    private void hear(Recorded recorded) {
        Replay current = replay;
        if (current == null && recorded.event() instanceof Command) {
            if (early.size() == MOST_EARLY) {
                throw new IllegalArgumentException(
                        recorded.place() + ": more than " + MOST_EARLY + " commands come before the first check");
            }
            early.add(recorded);
            return;
        }
        if (current == null) {
            current = begin(recorded.at());
        }
        advance(current, recorded);
        current.hear(recorded.event(), recorded.at());
        touched.add(recorded.event().service());
    }

    private Replay begin(Instant at) {
        Replay begun = new Replay(options, at);
        services.forEach(begun::specify);
        early.forEach(command -> begun.hear(command.event(), at));
        early.clear();
        replay = begun;
        start = at;
        return begun;
    }

    private void advance(Replay current, Recorded recorded) {
        if (Duration.between(current.now(), recorded.at()).compareTo(LONGEST_GAP) > 0) {
            throw new IllegalArgumentException(recorded.place() + ": is of " + recorded.at() + ", more than "
                    + LONGEST_GAP.toHours() + " h after the line before it; cut the recording there");
        }
        while (!current.now().plus(options.tick()).isAfter(recorded.at())) {
            tick(current);
        }
    }

    private void tick(Replay current) {
        current.advanceTo(current.now().plus(options.tick()));
        current.drain().forEach(this::note);
        boolean all = ticks++ % ticksASecond == 0;
        for (Map.Entry<String, Watch> entry : watches.entrySet()) {
            if (all || touched.contains(entry.getKey())) {
                current.state(entry.getKey())
                        .ifPresent(state -> entry.getValue().seen(state, current.now()));
            }
        }
        touched.clear();
    }

    private void note(Replay.Published published) {
        Watch watch = watches.get(published.event().service());
        if (watch == null) {
            return;
        }
        if (published.event() instanceof HealthTransition transition) {
            watch.published(transition);
        } else if (published.event() instanceof Decision decision) {
            touched.add(decision.service());
            watch.published(decision, published.at());
        }
    }
}
