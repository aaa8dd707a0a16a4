package dev.failover.cli.services;

import dev.failover.event.Policy;
import dev.failover.event.Probing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads when a service is probed and by which rules its name moves; what is left out has its default. */
final class PolicyReader {

    private static final List<String> FIGURES = List.of("latencyMillis", "lagSeconds");
    private static final Policy.Mark NO_MARK = new Policy.Mark(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    private static final Duration NO_RTO = Duration.ofDays(36_500);

    private final Problems problems;

    PolicyReader(Problems problems) {
        this.problems = problems;
    }

    Probing probing(Fields in) {
        Field<Duration> interval = in.duration("interval", Probing.DEFAULT.interval());
        // An undecided endpoint is never checked less often than a decided one.
        Field<Duration> confirmInterval =
                in.duration("confirmInterval", shorter(Probing.DEFAULT.confirmInterval(), interval.get()));
        Field<Duration> timeout = in.duration("timeout", Probing.DEFAULT.timeout());
        return in.build(Probing.DEFAULT, () -> new Probing(interval.get(), confirmInterval.get(), timeout.get()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    Policy policy(Fields in) {
        Field<Policy.Mode> mode = in.choice("mode", Policy.DEFAULT.mode(), Words::of);
        Policy.Thresholds thresholds =
                in.nested("thresholds", Form.THRESHOLDS, Policy.Thresholds.DEFAULT, PolicyReader::thresholds);
        Field<Integer> minLocations = in.number("minLocations", Policy.DEFAULT.minLocations());
        Field<Duration> staleAfter = in.duration("staleAfter", Policy.DEFAULT.staleAfter());
        Field<Duration> coolDown = in.duration("coolDown", Policy.DEFAULT.coolDown());
        Policy.Failback failback = in.value("failback").map(this::failback).orElse(Policy.DEFAULT.failback());
        Field<Duration> intentTimeout = in.duration("intentTimeout", Policy.DEFAULT.intentTimeout());
        Map<String, Policy.Mark> marks = in.value("marks").map(this::marks).orElse(Policy.DEFAULT.marks());
        Field<Duration> warmUp = in.duration("warmUp", Policy.DEFAULT.warmUp());
        // A cool-down is never longer than the longest.
        Field<Duration> coolDownMax = in.duration("coolDownMax", longer(Policy.DEFAULT.coolDownMax(), coolDown.get()));
        Field<Boolean> emergency = in.flag("emergency", Policy.DEFAULT.emergency());
        Field<Duration> steadyFor = in.duration("steadyFor", Policy.DEFAULT.steadyFor());
        Policy.Flapping flapping =
                in.nested("flapping", Form.FLAPPING, Policy.Flapping.DEFAULT, PolicyReader::flapping);
        Optional<Policy.DataLoss> dataLoss =
                in.nested("dataLoss", Form.DATA_LOSS, Optional.empty(), PolicyReader::dataLoss);
        Field<Policy.FleetBrake> fleetBrake = in.choice("fleetBrake", Policy.DEFAULT.fleetBrake(), Words::of);
        Field<Policy.Drift> drift = in.choice("drift", Policy.DEFAULT.drift(), Words::of);
        Field<Duration> rto = in.duration("rto", NO_RTO);
        Optional<Policy.Residue> residue = in.nested("residue", Form.RESIDUE, Optional.empty(), PolicyReader::residue);
        Optional<Policy.Gradual> gradual = in.nested("gradual", Form.GRADUAL, Optional.empty(), PolicyReader::gradual);
        return in.build(
                Policy.DEFAULT,
                () -> new Policy(
                        mode.get(),
                        thresholds,
                        minLocations.get(),
                        staleAfter.get(),
                        coolDown.get(),
                        failback,
                        intentTimeout.get(),
                        marks,
                        warmUp.get(),
                        coolDownMax.get(),
                        emergency.get(),
                        steadyFor.get(),
                        flapping,
                        dataLoss.orElse(null),
                        fleetBrake.get(),
                        drift.get(),
                        rto.get().equals(NO_RTO) ? null : rto.get(),
                        residue.orElse(null),
                        gradual.orElse(null)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** By the names of figures, which the checks make and may be new ones. */
    private Map<String, Policy.Mark> marks(Value at) {
        Map<String, Policy.Mark> marks = new TreeMap<>();
        Fields.named(at, "the names of figures, such as latencyMillis", problems)
                .forEach((figure, value) -> {
                    Policy.Mark mark = Fields.read(value, Form.MARK, problems, NO_MARK, PolicyReader::mark);
                    marks.put(figure, mark);
                    NearestKey.of(figure, FIGURES)
                            .filter(near -> !FIGURES.contains(figure))
                            .ifPresent(near ->
                                    problems.warn(value, "names no figure that is known, did you mean " + near + "?"));
                });
        return marks;
    }

    private static Policy.Mark mark(Fields in) {
        in.mustHave("high", "low");
        Field<Double> high = in.decimal("high", NO_MARK.high());
        Field<Double> low = in.decimal("low", NO_MARK.low());
        return in.build(NO_MARK, () -> new Policy.Mark(high.get(), low.get()));
    }

    private static Policy.Flapping flapping(Fields in) {
        Field<Integer> falls = in.number("falls", Policy.Flapping.DEFAULT.falls());
        Field<Duration> within = in.duration("within", Policy.Flapping.DEFAULT.within());
        return in.build(Policy.Flapping.DEFAULT, () -> new Policy.Flapping(falls.get(), within.get()));
    }

    private static Optional<Policy.DataLoss> dataLoss(Fields in) {
        in.mustHave("limit", "beyond");
        Field<Duration> limit = in.duration("limit", Duration.ZERO);
        Field<Policy.DataLoss.Beyond> beyond = in.choice("beyond", Policy.DataLoss.Beyond.BLOCK, Words::of);
        return in.build(Optional.empty(), () -> Optional.of(new Policy.DataLoss(limit.get(), beyond.get())));
    }

    private static Optional<Policy.Gradual> gradual(Fields in) {
        in.mustHave("shares", "every");
        Field<List<Integer>> shares = in.numbers("shares", List.of(50));
        Field<Duration> every = in.duration("every", Duration.ofMinutes(5));
        return in.build(Optional.empty(), () -> Optional.of(new Policy.Gradual(shares.get(), every.get())));
    }

    private static Optional<Policy.Residue> residue(Fields in) {
        in.mustHave("measure", "atMost");
        Field<String> measure = in.text("measure", "standIn");
        Field<Double> atMost = in.decimal("atMost", 0);
        Optional<Duration> after =
                in.value("after").map(given -> in.duration("after", NO_RTO).get());
        return in.build(
                Optional.empty(),
                () -> Optional.of(new Policy.Residue(measure.get(), atMost.get(), after.orElse(null))));
    }

    private static Policy.Thresholds thresholds(Fields in) {
        Policy.Thresholds byDefault = Policy.Thresholds.DEFAULT;
        Field<Integer> down = in.number("down", byDefault.down());
        Field<Integer> forgive = in.number("forgive", byDefault.forgive());
        Field<Integer> up = in.number("up", byDefault.up());
        Field<Integer> windowFailures = in.number("windowFailures", byDefault.windowFailures());
        Field<Integer> windowSize = in.number("windowSize", byDefault.windowSize());
        return in.build(
                byDefault,
                () -> new Policy.Thresholds(
                        down.get(), forgive.get(), up.get(), windowFailures.get(), windowSize.get()));
    }

    /** {@code manual}, or a mapping. */
    private Policy.Failback failback(Value at) {
        if (at.isText() && at.text().equalsIgnoreCase("manual")) {
            return Policy.Failback.MANUAL;
        }
        if (!at.isMapping()) {
            problems.wrong(at, "must be manual or {automatic: true, stableFor: 5m}" + at.was());
            return Policy.Failback.MANUAL;
        }
        return Fields.read(at, Form.FAILBACK, problems, Policy.Failback.MANUAL, in -> {
            Field<Boolean> automatic = in.flag("automatic", Policy.Failback.MANUAL.automatic());
            Field<Duration> stableFor = in.duration("stableFor", Policy.Failback.MANUAL.stableFor());
            return in.build(Policy.Failback.MANUAL, () -> new Policy.Failback(automatic.get(), stableFor.get()));
        });
    }
}
