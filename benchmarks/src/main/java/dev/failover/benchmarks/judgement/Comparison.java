package dev.failover.benchmarks.judgement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every rule in every trace, several times each with other chances; always the same result. */
public final class Comparison {

    static final int RUNS = 10;
    private static final String BEGIN = "<!-- tables: begin -->\n";
    private static final String END = "<!-- tables: end -->\n";

    static final List<Rule> RULES = List.of(
            Ours.eachSecond(),
            Ours.confirming(),
            Reference.route53(10_000),
            Reference.route53(30_000),
            Reference.haproxy(),
            Reference.haproxyFast(),
            Reference.gdnsd(),
            Reference.gdnsdFast(),
            Reference.consul(),
            Reference.consulInARow());

    private final Map<String, Map<String, List<Score>>> scores = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private Comparison() {}

    public static Comparison run() {
        Comparison comparison = new Comparison();
        for (int run = 0; run < RUNS; run++) {
            for (Trace trace : Traces.all(run)) {
                comparison.reasons.put(trace.name(), trace.why());
                for (Rule rule : RULES) {
                    Score score = Score.of(trace, rule.judge(trace, new SplittableRandom(1000L + run)));
                    comparison.of(trace.name(), rule).add(score);
                }
            }
        }
        return comparison;
    }

    private List<Score> of(String trace, Rule rule) {
        return scores.computeIfAbsent(trace, t -> new LinkedHashMap<>())
                .computeIfAbsent(rule.name(), r -> new ArrayList<>());
    }

    List<String> traces() {
        return List.copyOf(scores.keySet());
    }

    /** One score for each run. */
    List<Score> scores(String trace, Rule rule) {
        return List.copyOf(of(trace, rule));
    }

    /** The document with its tables as they are now. */
    public String into(String document) {
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        int end = document.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalArgumentException("the document has no place for the tables: " + BEGIN + END);
        }
        return document.substring(0, begin) + markdown() + document.substring(end);
    }

    /** Four tables. */
    public String markdown() {
        return table("False moves", "in all " + RUNS + " runs", Comparison::falseMoves)
                + table("Missed failures", "in all " + RUNS + " runs", Comparison::missed)
                + table("Time to detect", "seconds, median and longest", Comparison::detected)
                + table("Changes of the name", "a run, on average", Comparison::changes);
    }

    private String table(String title, String unit, Function<List<Score>, String> cell) {
        StringBuilder text = new StringBuilder("\n### " + title + ", " + unit + "\n\n");
        text.append(row(" trace ", rule -> rule.name()));
        text.append(row(" --- ", rule -> "---"));
        for (String trace : scores.keySet()) {
            text.append(row(" " + trace + " ", rule -> cell.apply(scores(trace, rule))));
        }
        return text.append("\n").toString();
    }

    private static String row(String head, Function<Rule, String> cell) {
        return RULES.stream()
                .map(rule -> " " + cell.apply(rule) + " ")
                .collect(Collectors.joining("|", "|" + head + "|", "|\n"));
    }

    private static String falseMoves(List<Score> scores) {
        return sum(scores.stream().mapToInt(Score::falseMoves).sum());
    }

    private static String missed(List<Score> scores) {
        return sum(scores.stream().mapToInt(Score::missed).sum());
    }

    private static String sum(int sum) {
        return sum == 0 ? "0" : "**" + sum + "**";
    }

    private static String detected(List<Score> scores) {
        List<Long> times = scores.stream()
                .flatMap(score -> score.detectedMillis().stream())
                .sorted()
                .toList();
        return times.isEmpty()
                ? "–"
                : seconds(times.get(times.size() / 2)) + " (" + seconds(times.get(times.size() - 1)) + ")";
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f", millis / 1000.0);
    }

    private static String changes(List<Score> scores) {
        return String.format(
                Locale.ROOT,
                "%.1f",
                scores.stream().mapToInt(Score::changes).average().orElse(0));
    }
}
