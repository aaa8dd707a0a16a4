package dev.failover.cli.backtest;

import dev.failover.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** The findings as people read them. */
final class FindingsText {

    /** Of each kind and service; the JSON has all. */
    private static final int SHOWN = 20;

    private final StringBuilder text = new StringBuilder();

    private FindingsText() {}

    static String of(Backtest.Result result) {
        FindingsText written = new FindingsText();
        written.head(result);
        result.findings().forEach(written::finding);
        return written.text.toString();
    }

    private void head(Backtest.Result result) {
        Duration length = Duration.between(result.start(), result.end()).truncatedTo(ChronoUnit.SECONDS);
        long moves = result.findings().stream()
                .mapToLong(finding -> finding.moves().size() + finding.moreMoves())
                .sum();
        line("Replayed " + result.start() + " to " + time(result.end()) + " (" + Durations.text(length) + "), "
                + count(result.findings().size(), "service") + ", " + count(moves, "move"));
        if (!result.truth().intervals().isEmpty()) {
            long wrong =
                    result.findings().stream().mapToLong(Finding::falseMoves).sum();
            long missed = result.findings().stream()
                    .mapToLong(finding -> finding.missed().size())
                    .sum();
            line("By the truth: " + wrong + " false, " + missed + " missed");
        }
        if (result.strangers() > 0) {
            line(result.strangers() + " checks are of services that the file has not: "
                    + String.join(", ", result.unknown()));
        }
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void finding(Finding finding) {
        line("");
        if (finding.checks() == 0) {
            line(finding.service() + ": nothing was recorded of it");
            return;
        }
        line(finding.service() + ": " + count(finding.checks(), "check"));
        some("move", finding.moves().stream().map(FindingsText::move).toList(), finding.moreMoves());
        some(
                "MISSED",
                finding.missed().stream()
                        .map(interval ->
                                interval.from() + " to " + interval.to() + ": should be at " + interval.endpoint())
                        .toList(),
                0);
        Spread.of(finding.detection()).ifPresent(spread -> line("  first failed check to failover: " + spread));
        Spread.of(finding.reaction()).ifPresent(spread -> line("  marked begin to move: " + spread));
        line("  verdict changes: " + finding.flapCount()
                + (finding.flaps().isEmpty()
                        ? ""
                        : finding.flaps().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", ", " (", ")"))));
        some("votes", finding.trips().stream().map(FindingsText::trip).toList(), 0);
        some("held", finding.held().stream().map(FindingsText::held).toList(), finding.moreHeld());
    }

    private static String move(Finding.Move move) {
        String judged = switch (move.judgement()) {
            case RIGHT -> ", right";
            case FALSE -> ", FALSE";
            case ORDERED, UNMARKED -> "";
        };
        return time(move.at()) + " " + move.kind() + " " + move.from() + " -> " + move.to() + judged + ": "
                + printable(move.reason());
    }

    private static String trip(Finding.Trip trip) {
        Instant first = trip.firstNearly();
        return trip.endpoint() + " from " + trip.location() + " went DOWN " + times(trip.downs())
                + (first == null
                        ? ""
                        : ", came within one failure of it " + times(trip.nearly()) + " (first at " + time(first)
                                + ")");
    }

    private static String held(Finding.Held held) {
        return time(held.from()) + " to " + time(held.to()) + " " + held.diagnosis() + ": "
                + held.blocks().stream().map(FindingsText::printable).collect(Collectors.joining("; "));
    }

    private static String times(int number) {
        return number == 1 ? "once" : number + " times";
    }

    /** To the millisecond. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** A reason may hold what a person typed: nothing of it steers the terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private void some(String title, List<String> lines, long more) {
        lines.stream().limit(SHOWN).forEach(one -> line("  " + title + "  " + one));
        long hidden = Math.max(0, lines.size() - SHOWN) + more;
        if (hidden > 0) {
            line("  " + title + "  and " + hidden + " more");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
