package dev.failover.decision.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy for a test, which names only what matters to it. */
final class Rules {

    private List<Policy.Candidate> endpoints = candidates("primary", "secondary");
    private Mode mode = Mode.AUTO;
    private ByName<Mark> marks = ByName.none();
    private boolean failsBack;
    private boolean emergency;
    private boolean authorised;
    private Thresholds thresholds = new Thresholds(3, 2, 3, 6, 10);
    private Duration steadyFor = Duration.ZERO;
    private Duration warmUp = Duration.ZERO;
    private Policy.@Nullable DataLoss dataLoss;
    private @Nullable ResidueRule residue;

    private Policy.@Nullable Gradual gradual;

    private static List<Policy.Candidate> candidates(String... names) {
        List<Policy.Candidate> candidates = new ArrayList<>();
        for (String name : names) {
            // "name!" is one that only a person may choose.
            candidates.add(new Policy.Candidate(name.replace("!", ""), !name.endsWith("!")));
        }
        return candidates;
    }

    Rules endpoints(String... names) {
        endpoints = candidates(names);
        return this;
    }

    Rules mode(Mode value) {
        mode = value;
        return this;
    }

    Rules mark(String figure, double high, double low) {
        marks = marks.with(figure, new Mark(high, low));
        return this;
    }

    Rules failsBack(boolean value) {
        failsBack = value;
        return this;
    }

    Rules emergency() {
        emergency = true;
        return this;
    }

    Rules authorised() {
        authorised = true;
        return this;
    }

    Rules thresholds(Thresholds value) {
        thresholds = value;
        return this;
    }

    Rules steadyFor(long seconds) {
        steadyFor = Duration.ofSeconds(seconds);
        return this;
    }

    Rules warmUp(long seconds) {
        warmUp = Duration.ofSeconds(seconds);
        return this;
    }

    Rules dataLoss(long seconds, Policy.DataLoss.Beyond beyond) {
        dataLoss = new Policy.DataLoss(Duration.ofSeconds(seconds), beyond);
        return this;
    }

    /** Planned moves by these shares, each for so many seconds. */
    Rules gradual(long seconds, Integer... shares) {
        gradual = new Policy.Gradual(List.of(shares), Duration.ofSeconds(seconds));
        return this;
    }

    Rules residue(String measure, double atMost, long afterSeconds) {
        residue = new ResidueRule(measure, atMost, Duration.ofSeconds(afterSeconds));
        return this;
    }

    Policy policy() {
        return new Policy(
                "search",
                endpoints,
                mode,
                thresholds,
                marks,
                2,
                Duration.ofSeconds(10),
                new Policy.Moves(Duration.ofMinutes(5), Duration.ofMinutes(30), emergency, steadyFor, authorised),
                new Policy.Failback(failsBack, Duration.ofSeconds(60)),
                new Flapping(3, Duration.ofMinutes(10)),
                dataLoss,
                Duration.ofSeconds(30),
                warmUp,
                residue,
                gradual);
    }
}
