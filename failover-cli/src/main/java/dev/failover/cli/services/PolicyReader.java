package dev.failover.cli.services;

import dev.failover.event.Policy;
import dev.failover.event.Probing;
import java.time.Duration;

/** Reads when a service is probed and by which rules its name moves; what is left out has its default. */
final class PolicyReader {

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
        return in.build(
                Policy.DEFAULT,
                () -> new Policy(
                        mode.get(),
                        thresholds,
                        minLocations.get(),
                        staleAfter.get(),
                        coolDown.get(),
                        failback,
                        intentTimeout.get()));
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
