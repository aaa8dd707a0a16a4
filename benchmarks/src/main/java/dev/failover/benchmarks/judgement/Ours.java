package dev.failover.benchmarks.judgement;

import dev.failover.benchmarks.judgement.Checker.Check;
import dev.failover.benchmarks.judgement.Checker.Pace;
import dev.failover.decision.Replay;
import dev.failover.event.Decision;
import dev.failover.event.Observation;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.event.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Our own rules, as production runs them, in virtual time; a change is confirmed a second after its decision. */
record Ours(String name, Pace pace) implements Rule {

    private static final String SERVICE = "search";
    private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");

    /** A check each second, whatever comes of it. */
    static Rule eachSecond() {
        return new Ours("ours", Pace.every(1000, 1000));
    }

    /** As the probing's default: while an endpoint is undecided a check each 250 ms. */
    static Rule confirming() {
        return new Ours("ours, confirming", new Pace(1000, 250, 1000, false));
    }

    @Override
    public List<Move> judge(Trace trace, RandomGenerator random) {
        Replay replay = new Replay(Replay.Options.DEFAULT, BEGIN);
        replay.specify(Specs.service(SERVICE, policy(trace)));
        List<Checker> probers = new ArrayList<>();
        for (int location = 0; location < Trace.LOCATIONS; location++) {
            for (Place place : Place.endpoints()) {
                probers.add(new Checker(trace, location, place, pace, counter(), random));
            }
        }
        Checker.run(trace, probers, check -> {
            replay.advanceTo(BEGIN.plusMillis(check.endMillis()));
            replay.hear(observation(trace, check));
        });
        replay.advanceTo(BEGIN.plusMillis(trace.lengthMillis()));
        return moves(replay);
    }

    /** Of the pace only; the core counts by itself. */
    private static Counter counter() {
        Policy.Thresholds thresholds = Policy.DEFAULT.thresholds();
        return Counter.forgiving(thresholds.down(), thresholds.forgive(), thresholds.up());
    }

    private static Policy policy(Trace trace) {
        Policy policy = Policy.DEFAULT;
        return new Policy(
                policy.mode(),
                policy.thresholds(),
                policy.minLocations(),
                policy.staleAfter(),
                policy.coolDown(),
                policy.failback(),
                policy.intentTimeout(),
                trace.marks(),
                policy.warmUp(),
                policy.coolDownMax(),
                policy.emergency(),
                policy.steadyFor(),
                policy.flapping(),
                policy.dataLoss(),
                policy.fleetBrake());
    }

    /** What the prober of that location would publish: its canaries tell it when it is blind. */
    private static Observation observation(Trace trace, Check check) {
        boolean blind = trace.isBlind(check.by().location(), check.startMillis());
        Outcome seen = check.passed() ? Outcome.PASS : Outcome.FAIL;
        return new Observation(
                SERVICE,
                check.by().place().lower(),
                "location-" + check.by().location(),
                "boot-" + check.by().place().lower(),
                check.startMillis(),
                BEGIN.plusMillis(check.startMillis()),
                Duration.ofMillis(check.endMillis() - check.startMillis()),
                blind ? Outcome.PROBER_ERROR : seen,
                failure(blind, check),
                "",
                null);
    }

    private static @Nullable FailureClass failure(boolean blind, Check check) {
        if (blind) {
            return FailureClass.BLIND;
        }
        return check.passed() ? null : FailureClass.TIMEOUT;
    }

    private static List<Move> moves(Replay replay) {
        return replay.published().stream()
                .map(Replay.Published::event)
                .filter(event -> event instanceof Decision decision && decision.to() != null)
                .map(Decision.class::cast)
                .map(decision -> new Move(
                        Duration.between(BEGIN, decision.decidedAt()).toMillis(),
                        Place.valueOf(String.valueOf(decision.to()).toUpperCase(Locale.ROOT))))
                .toList();
    }
}
