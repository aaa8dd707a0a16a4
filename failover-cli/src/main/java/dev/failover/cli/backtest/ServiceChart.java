package dev.failover.cli.backtest;

import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** One service over time as SVG: one rectangle a run, none narrower than a hair. */
final class ServiceChart {

    private static final int LABELS = 170;
    private static final int WIDTH = 1_000;
    private static final int BAR = 14;
    private static final int ROW = 20;
    private static final int AXIS = 22;

    /** Runs shorter than this part of the whole become one with their neighbour. */
    private static final int HAIRS = 1_000;

    private static final int TICKS = 8;
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1));
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAYS =
            DateTimeFormatter.ofPattern("dd.MM. HH:mm").withZone(ZoneOffset.UTC);

    private final Finding finding;
    private final ServiceSpec spec;
    private final Truth truth;
    private final Instant start;
    private final Instant end;
    private final long millis;
    private final StringBuilder svg = new StringBuilder();
    private int y;

    ServiceChart(Finding finding, ServiceSpec spec, Backtest.Result result) {
        this.finding = finding;
        this.spec = spec;
        this.truth = result.truth();
        this.start = result.start();
        this.end = result.end();
        this.millis = Math.max(1, Duration.between(start, end).toMillis());
    }

    /** Where the name was, where it should have been, and the decisions. */
    String overview() {
        begin();
        markers();
        bars("name at", finding.chart().active(), this::placed, Function.identity(), true);
        List<Truth.Interval> marked = truth.of(finding.service());
        if (!marked.isEmpty()) {
            label("should be at");
            for (Truth.Interval interval : marked) {
                rectangle(interval.from(), interval.to(), placed(interval.endpoint()), interval.endpoint(), true);
            }
            y += ROW;
        }
        return ended();
    }

    /** Every endpoint's verdict, and below it what each location holds of it. */
    String detail() {
        begin();
        for (Endpoint endpoint : spec.endpoints()) {
            Lane<Look> verdict = finding.chart().verdicts().getOrDefault(endpoint.name(), new Lane<>());
            bars(endpoint.name(), verdict, ServiceChart::style, Look::name, false);
            Map<String, Lane<Look>> votes = finding.chart().votes().getOrDefault(endpoint.name(), Map.of());
            votes.forEach(
                    (location, lane) -> bars("\u2003from " + location, lane, ServiceChart::style, Look::name, false));
            y += ROW / 3;
        }
        return ended();
    }

    private void begin() {
        svg.setLength(0);
        y = 4;
    }

    private String ended() {
        axis();
        int height = y + AXIS;
        return "<svg viewBox=\"0 0 " + (LABELS + WIDTH + 10) + " " + height + "\" role=\"img\" aria-label=\""
                + TimelinePage.escape(finding.service()) + "\">" + svg + "</svg>\n";
    }

    private <K extends Comparable<K>> void bars(
            String label, Lane<K> lane, Function<K, String> style, Function<K, String> name, boolean named) {
        label(label);
        List<Lane.Run<K>> runs = lane.merged(Duration.ofMillis(millis / HAIRS));
        for (int i = 0; i < runs.size(); i++) {
            Lane.Run<K> run = runs.get(i);
            Instant until = i + 1 < runs.size() ? runs.get(i + 1).from() : end;
            rectangle(run.from(), until, style.apply(run.kind()), name.apply(run.kind()), named);
        }
        y += ROW;
    }

    private void label(String text) {
        svg.append("<text class=\"label\" x=\"0\" y=\"").append(y + BAR - 3).append("\">");
        svg.append(TimelinePage.escape(text)).append("</text>");
    }

    private void rectangle(Instant from, Instant to, String style, String name, boolean named) {
        double left = x(from);
        double width = Math.max(1, x(to) - left);
        if (to.isBefore(start) || from.isAfter(end)) {
            return;
        }
        svg.append("<rect class=\"")
                .append(style)
                .append("\" x=\"")
                .append(number(left))
                .append("\" y=\"");
        svg.append(y)
                .append("\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(BAR)
                .append("\">");
        svg.append("<title>")
                .append(TimelinePage.escape(name + ", " + SECONDS.format(from) + " to " + SECONDS.format(to)))
                .append("</title></rect>");
        if (named && width > name.length() * 8.0) {
            svg.append("<text class=\"in ")
                    .append(style)
                    .append("-in\" x=\"")
                    .append(number(left + 4))
                    .append("\" y=\"")
                    .append(y + BAR - 3);
            svg.append("\">").append(TimelinePage.escape(name)).append("</text>");
        }
    }

    private void markers() {
        label("decisions");
        for (Finding.Move move : finding.moves()) {
            String at = number(x(move.at()));
            boolean wrong = move.judgement() == Finding.Judgement.FALSE;
            svg.append("<g class=\"")
                    .append(wrong ? "wrong" : "right")
                    .append("\"><path d=\"M")
                    .append(at);
            svg.append(' ').append(y + BAR).append("l-6 -12h12z\"/><title>");
            svg.append(TimelinePage.escape(FindingsText.time(move.at()) + " " + move.kind() + " " + move.from() + " to "
                    + move.to() + (wrong ? " (FALSE)" : "") + ": " + move.reason()));
            svg.append("</title></g>");
        }
        y += ROW;
    }

    /** Goes below what was drawn so far: bars cover its lines. */
    private void axis() {
        String bars = svg.toString();
        svg.setLength(0);
        Duration step = step();
        DateTimeFormatter format = step.compareTo(Duration.ofMinutes(1)) < 0
                ? SECONDS
                : millis > Duration.ofDays(1).toMillis() ? DAYS : MINUTES;
        long stepMillis = step.toMillis();
        long first = (start.toEpochMilli() + stepMillis - 1) / stepMillis * stepMillis;
        for (long at = first; at <= end.toEpochMilli(); at += stepMillis) {
            String x = number(x(Instant.ofEpochMilli(at)));
            svg.append("<path class=\"tick\" d=\"M")
                    .append(x)
                    .append(" 0V")
                    .append(y)
                    .append("\"/>");
            svg.append("<text class=\"time\" x=\"")
                    .append(x)
                    .append("\" y=\"")
                    .append(y + 13)
                    .append("\">");
            svg.append(format.format(Instant.ofEpochMilli(at))).append("</text>");
        }
        svg.append(bars);
    }

    private Duration step() {
        return STEPS.stream()
                .filter(step -> millis / step.toMillis() <= TICKS)
                .findFirst()
                .orElse(Duration.ofDays(Math.max(1, Duration.ofMillis(millis).toDays() / TICKS + 1)));
    }

    private double x(Instant time) {
        double share = Duration.between(start, time).toMillis() / (double) millis;
        return LABELS + WIDTH * Math.min(1, Math.max(0, share));
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, "%.1f", x);
    }

    /** Its own colour for each endpoint, in the order of preference. */
    private String placed(String endpoint) {
        for (int i = 0; i < spec.endpoints().size(); i++) {
            if (spec.endpoints().get(i).name().equals(endpoint)) {
                return "e" + Math.min(i, 4);
            }
        }
        return "eany";
    }

    private static String style(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
