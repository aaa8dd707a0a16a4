package dev.failover.cli.backtest;

import dev.failover.event.ServiceSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The timeline as a page of its own: no script or style, image or font from elsewhere. */
final class TimelinePage {

    /** Above this many, a service's own chart is folded until it is asked for. */
    private static final int UNFOLDED = 6;

    private TimelinePage() {}

    static String of(Backtest.Result result, List<ServiceSpec> services) {
        Map<String, ServiceSpec> specs =
                services.stream().collect(Collectors.toMap(ServiceSpec::service, Function.identity()));
        StringBuilder body = new StringBuilder();
        body.append("<h1>What these policies would have done</h1>\n<p>")
                .append(escape(FindingsText.time(result.start()) + " to " + FindingsText.time(result.end())))
                .append(", times in UTC. Hover over a marker for the decision and its reason.</p>\n");
        legend(body);
        noteworthyFirst(result.findings())
                .forEach(finding ->
                        service(body, finding, Objects.requireNonNull(specs.get(finding.service())), result));
        return resource("timeline.html").replace("<!-- BODY -->", body);
    }

    /** Those that need a look, then those that moved, then the rest; each by name. */
    private static List<Finding> noteworthyFirst(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing((Finding finding) ->
                                finding.falseMoves() == 0 && finding.missed().isEmpty())
                        .thenComparing(finding -> finding.moves().isEmpty())
                        .thenComparing(Finding::service))
                .toList();
    }

    private static void legend(StringBuilder body) {
        body.append("<p class=\"legend\">");
        for (Look look : Look.values()) {
            body.append("<span><i class=\"")
                    .append(look.name().toLowerCase(java.util.Locale.ROOT))
                    .append("\"></i>")
                    .append(look.name())
                    .append("</span>");
        }
        body.append("<span><b class=\"right\">&#9660;</b>move</span>")
                .append("<span><b class=\"wrong\">&#9660;</b>false move</span></p>\n");
    }

    private static void service(StringBuilder body, Finding finding, ServiceSpec spec, Backtest.Result result) {
        boolean open = result.findings().size() <= UNFOLDED;
        ServiceChart chart = new ServiceChart(finding, spec, result);
        body.append("<section><h2>").append(escape(finding.service())).append(" <small>");
        body.append(escape(spec.record().name() + " " + spec.record().type())).append("</small></h2>\n<p>");
        body.append(summary(finding)).append("</p>\n").append(chart.overview());
        body.append("<details").append(open ? " open" : "").append("><summary>endpoints and locations</summary>\n");
        body.append(chart.detail()).append("</details>\n");
        moves(body, finding);
        body.append("</section>\n");
    }

    private static String summary(Finding finding) {
        if (finding.checks() == 0) {
            return "nothing was recorded of it";
        }
        long wrong = finding.falseMoves();
        return FindingsText.count(finding.moves().size() + finding.moreMoves(), "move")
                + (wrong == 0 ? "" : ", <b class=\"wrong\">" + wrong + " false</b>")
                + (finding.missed().isEmpty()
                        ? ""
                        : ", <b class=\"wrong\">" + finding.missed().size() + " missed</b>")
                + ", " + FindingsText.count(finding.flapCount(), "verdict change") + ", "
                + FindingsText.count(finding.held().size() + finding.moreHeld(), "hold");
    }

    private static void moves(StringBuilder body, Finding finding) {
        if (finding.moves().isEmpty()) {
            return;
        }
        body.append("<table>\n");
        for (Finding.Move move : finding.moves()) {
            body.append("<tr><td>")
                    .append(escape(FindingsText.time(move.at())))
                    .append("</td><td>")
                    .append(move.kind())
                    .append("</td><td>")
                    .append(escape(move.from() + " → " + move.to()))
                    .append("</td><td>")
                    .append(move.judgement() == Finding.Judgement.FALSE ? "<b class=\"wrong\">FALSE</b> " : "")
                    .append(escape(move.reason()))
                    .append("</td></tr>\n");
        }
        body.append("</table>\n");
    }

    private static String resource(String name) {
        try (InputStream in = TimelinePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As text or within a quoted attribute; a reason may hold anything. */
    static String escape(String text) {
        return text.replaceAll("\\p{Cntrl}", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
