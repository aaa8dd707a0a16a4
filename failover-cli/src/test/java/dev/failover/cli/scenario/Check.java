package dev.failover.cli.scenario;

import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.service.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One check as a scenario writes it: {@code pass}, {@code fail TIMEOUT}, {@code blind}, followed by what is special of it,
 * such as {@code , late 30s} or {@code , lagSeconds 3}.
 *
 * @param late for how long it was on its way
 * @param skew how far the prober's clock is ahead
 */
record Check(
        Outcome outcome,
        @Nullable FailureClass failure,
        Duration took,
        Duration late,
        Duration skew,
        boolean newBoot,
        boolean twice,
        boolean overtaken,
        Map<String, Double> measures,
        @Nullable String unready) {

    /** What the word says; empty for {@code silent}. */
    static Optional<Check> of(String words) {
        String[] parts = words.split(", ", -1);
        if (parts[0].equals("silent")) {
            return Optional.empty();
        }
        Duration took = Duration.ofMillis(5);
        Duration late = Duration.ZERO;
        Duration skew = Duration.ZERO;
        boolean newBoot = false;
        boolean twice = false;
        boolean overtaken = false;
        Map<String, Double> measures = new TreeMap<>();
        String unready = null;
        for (String part : parts) {
            String rest = part.substring(part.indexOf(' ') + 1);
            switch (part.split(" ", 2)[0]) {
                case "took" -> took = Durations.parse(rest);
                case "late" -> late = Durations.parse(rest);
                case "skew" -> skew = signed(rest);
                case "restart" -> newBoot = true;
                case "duplicate" -> twice = true;
                case "overtaken" -> overtaken = true;
                case "unready" -> unready = rest;
                default -> {
                    if (!part.equals(parts[0])) {
                        String[] figure = part.split(" ", -1);
                        measures.put(figure[0], Double.valueOf(figure[1]));
                    }
                }
            }
        }
        return Optional.of(new Check(
                outcome(parts[0]), failure(parts[0]), took, late, skew, newBoot, twice, overtaken, measures, unready));
    }

    private static Duration signed(String text) {
        Duration length = Durations.parse(text.substring(1));
        return text.startsWith("-") ? length.negated() : length;
    }

    private static Outcome outcome(String word) {
        return switch (word.split(" ", -1)[0]) {
            case "pass" -> Outcome.PASS;
            case "warn" -> Outcome.WARN;
            case "fail" -> Outcome.FAIL;
            case "prober-error", "blind" -> Outcome.PROBER_ERROR;
            default -> throw new IllegalArgumentException("no outcome is called '" + word + "'");
        };
    }

    private static @Nullable FailureClass failure(String word) {
        String[] words = word.split(" ", -1);
        if (words.length > 1) {
            return FailureClass.valueOf(words[1]);
        }
        return switch (word) {
            case "fail" -> FailureClass.TIMEOUT;
            case "prober-error" -> FailureClass.PROBER_ERROR;
            case "blind" -> FailureClass.BLIND;
            default -> null;
        };
    }
}
