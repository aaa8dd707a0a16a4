package dev.failover.cli.scenario;

import dev.failover.decision.Replay;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.HealthTransition;
import dev.failover.event.ServiceState;
import dev.failover.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes down what comes of a scenario: every time as its distance from the beginning. */
final class Account {

    private static final Pattern TIME = Pattern.compile("(?<!brake-)2\\d{3}-\\d\\d-\\d\\dT[0-9:.]+Z");

    private final Replay replay;
    private final Set<String> services;
    private final StringBuilder lines = new StringBuilder();
    private final Map<String, List<String>> held = new HashMap<>();
    private final Map<String, String> residues = new HashMap<>();
    private int told;

    Account(Replay replay, Set<String> services) {
        this.replay = replay;
        this.services = services;
    }

    /** Notes what was published since, and what is new about why a name stays. */
    void look() {
        List<Replay.Published> published = replay.published();
        for (Replay.Published one : published.subList(told, published.size())) {
            said(one.event()).ifPresent(text -> line(one.at(), one.event().service(), text));
        }
        told = published.size();
        for (String service : services) {
            replay.state(service).ifPresent(this::note);
        }
    }

    private void note(ServiceState state) {
        noteResidue(state);
        ServiceState.Explanation why = state.explanation();
        if (why.diagnosis().equals("IN_FLIGHT")) {
            held.remove(state.service());
            return;
        }
        List<String> now = List.of(why.diagnosis(), String.valueOf(why.blocks()), String.valueOf(state.note()));
        if (!now.equals(held.put(state.service(), now))) {
            StringBuilder text = new StringBuilder(why.diagnosis() + ": " + why.sentence());
            why.blocks().stream()
                    .filter(block -> !why.sentence().contains(block))
                    .forEach(block -> text.append("; ").append(block));
            line(replay.now(), state.service(), text + (state.note() == null ? "" : " (" + state.note() + ")"));
        }
    }

    private void noteResidue(ServiceState state) {
        String now = state.endpoints().stream()
                .filter(endpoint -> endpoint.residue() != null)
                .map(endpoint -> endpoint.name() + " "
                        + Objects.requireNonNull(endpoint.residue()).status())
                .findFirst()
                .orElse("");
        if (!now.equals(residues.getOrDefault(state.service(), ""))) {
            residues.put(state.service(), now);
            String sentence = state.endpoints().stream()
                    .flatMap(endpoint ->
                            Optional.ofNullable(endpoint.residue())
                                    .map(residue -> residue.sentence(endpoint.name()))
                                    .stream())
                    .findFirst()
                    .orElse("nobody's clients are watched");
            line(replay.now(), state.service(), "residue  " + (now.isEmpty() ? "" : now + ": ") + sentence);
        }
    }

    private static Optional<String> said(Event event) {
        if (event instanceof HealthTransition transition) {
            return Optional.of("  " + transition.endpoint() + " " + transition.from() + " -> " + transition.to() + ": "
                    + transition.reason());
        } else if (event instanceof Decision decision) {
            String to = decision.destination().map(name -> " to " + name).orElse("");
            String shadow = decision.shadow() ? " in shadow" : "";
            String share = decision.share() == null ? "" : " " + decision.share() + " %";
            return Optional.of("decision " + decision.epoch() + " " + decision.kind() + to + share + shadow + ": "
                    + decision.reason());
        } else if (event instanceof DnsChange change && change.status() != DnsChange.Status.ACCEPTED) {
            DnsChange.Part part = change.part();
            return Optional.of("change   " + change.epoch() + " " + change.status() + " " + change.endpoint()
                    + (part == null ? "" : ", " + part.endpoint() + " " + part.share() + " %"));
        }
        return Optional.empty();
    }

    private void line(Instant at, String service, String text) {
        String whose = services.size() > 1 ? "%-9s ".formatted(service) : "";
        lines.append("%-8s %s%s%n".formatted(offset(at), whose, plain(text)));
    }

    /** All of it, and how it ended. */
    String text() {
        for (String service : services) {
            replay.state(service).ifPresent(this::end);
        }
        return lines.toString();
    }

    private void end(ServiceState state) {
        ServiceState.Explanation why = state.explanation();
        line(
                replay.now(),
                state.service(),
                "end: " + why.diagnosis() + ", active " + state.active() + ", epoch " + state.epoch());
        why.blocks()
                .forEach(block ->
                        lines.append("         - ").append(plain(block)).append('\n'));
        lines.append("         would change it: ")
                .append(plain(why.wouldChange()))
                .append('\n');
    }

    private static String plain(String text) {
        Matcher times = TIME.matcher(text);
        return times.replaceAll(time -> Matcher.quoteReplacement(offset(Instant.parse(time.group()))));
    }

    private static String offset(Instant at) {
        Duration since = Duration.between(Stage.START, at);
        return since.isNegative() ? "-" + Durations.text(since.negated()) : "+" + seconds(since);
    }

    /** {@code 61.25s}: columns of minutes and seconds are hard to compare. */
    private static String seconds(Duration since) {
        String millis = "%03d".formatted(since.toMillisPart()).replaceAll("0+$", "");
        return since.toSeconds() + (millis.isEmpty() ? "" : "." + millis) + "s";
    }
}
