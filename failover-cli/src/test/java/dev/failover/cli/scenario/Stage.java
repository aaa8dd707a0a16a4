package dev.failover.cli.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.cli.services.ServicesFile;
import dev.failover.decision.Replay;
import dev.failover.event.Command;
import dev.failover.event.DnsChange;
import dev.failover.event.Endpoint;
import dev.failover.event.Event;
import dev.failover.event.Observation;
import dev.failover.event.ServiceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plays one scenario: its services, its events, and what comes of them as text. */
final class Stage {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> LOCATIONS = List.of("a", "b", "c");
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Set<String> OF_CHECKS = Set.of("at", "for", "every", "service", "note");
    private static final Set<String> OF_COMMANDS =
            Set.of("at", "command", "service", "to", "endpoint", "force", "atOnce", "for", "by", "reason", "note");
    private static final Set<String> OF_THE_REST =
            Set.of("at", "for", "restart", "answer", "after", "reason", "apply", "remove", "note");

    /** Something that happens, in its turn. */
    private record Step(Duration at, Runnable happens) {}

    /** What is read after the decision-service is back. */
    private record Unread(Event event, Instant at) {}

    private final Path folder;
    private final Map<String, ServiceSpec> services = new TreeMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Integer> boots = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Unread> unread = new ArrayList<>();
    private final Replay replay =
            new Replay(new Replay.Options(TICK, Replay.Options.DEFAULT.brake(), Duration.ofSeconds(1)), START);
    private final Account account;
    private Duration end = Duration.ZERO;
    private Duration downUntil = Duration.ZERO;
    private int commands;

    private Stage(Path folder) {
        this.folder = folder;
        apply("services.yaml");
        this.account = new Account(replay, new TreeSet<>(services.keySet()));
    }

    static String play(Path folder) throws IOException {
        Stage stage = new Stage(folder);
        for (Line line : Line.read(folder.resolve("events.jsonl"))) {
            stage.plan(line);
        }
        return stage.play();
    }

    private String play() {
        steps.sort(Comparator.comparing(Step::at));
        for (Step step : steps) {
            advanceTo(step.at());
            step.happens().run();
        }
        advanceTo(end);
        return account.text();
    }

    private void advanceTo(Duration time) {
        Instant goal = START.plus(time);
        while (time.compareTo(downUntil) > 0 && replay.now().isBefore(goal)) {
            Instant next = replay.now().plus(TICK);
            replay.advanceTo(next.isBefore(goal) ? next : goal);
            account.look();
        }
    }

    private void plan(Line line) {
        Duration at = line.at();
        Duration length = line.length("for").orElse(Duration.ZERO);
        if (!line.has("command") && at.plus(length).compareTo(end) > 0) {
            end = at.plus(length);
        }
        if (line.has("command")) {
            line.mustHaveOnly(OF_COMMANDS);
            then(at, () -> concerned(line).forEach(service -> hear(command(line, service))));
        } else if (line.has("restart") || line.has("answer") || line.has("apply") || line.has("remove")) {
            line.mustHaveOnly(OF_THE_REST);
            planTheRest(line, at, length);
        } else {
            planChecks(line, at, length);
        }
    }

    private void planTheRest(Line line, Duration at, Duration length) {
        line.text("restart").ifPresent(who -> {
            then(at, () -> downUntil = at.plus(length));
            then(at.plus(length), this::isBack);
        });
        line.text("answer").ifPresent(word -> then(at, () -> replay.answerWith(answers(line, word))));
        line.text("apply").ifPresent(file -> then(at, () -> apply(file)));
        line.text("remove").ifPresent(service -> then(at, () -> replay.remove(service)));
    }

    private void then(Duration at, Runnable happens) {
        steps.add(new Step(at, happens));
    }

    private static Replay.Answers answers(Line line, String word) {
        DnsChange.Status status = word.equals("none") ? null : DnsChange.Status.valueOf(word.toUpperCase(Locale.ROOT));
        Duration after = line.length("after").orElse(Duration.ofSeconds(1));
        return new Replay.Answers(status, after, line.text("reason", "as the scenario says"));
    }

    private void apply(String file) {
        ServicesFile.Result read = ServicesFile.read(folder.resolve(file));
        if (!read.isUsable()) {
            throw new IllegalArgumentException(String.valueOf(read.problems()));
        }
        for (ServiceSpec spec : read.services()) {
            services.put(spec.service(), spec);
            replay.specify(spec);
        }
    }

    private void isBack() {
        replay.restart(START.plus(downUntil));
        downUntil = Duration.ZERO;
        unread.forEach(late -> replay.hear(late.event(), late.at()));
        unread.clear();
    }

    private void hear(Event event) {
        replay.hear(event);
    }

    private List<String> concerned(Line line) {
        return line.text("service")
                .map(name -> List.of(name.split(" ")))
                .orElseGet(() -> List.copyOf(services.keySet()));
    }

    private Command command(Line line, String service) {
        Command.Kind kind = Command.Kind.valueOf(line.text("command", "").toUpperCase(Locale.ROOT));
        commands++;
        return new Command(
                service,
                "command-" + commands,
                kind,
                line.text("to").or(() -> line.text("endpoint")).orElse(null),
                line.isTrue("force"),
                line.length("for").map(replay.now()::plus).orElse(null),
                line.text("by", "ana"),
                line.text("reason", "the scenario"),
                replay.now(),
                line.isTrue("atOnce"));
    }

    private void planChecks(Line line, Duration at, Duration length) {
        Set<String> known = new TreeSet<>(OF_CHECKS);
        services.values().stream()
                .flatMap(spec -> spec.endpoints().stream())
                .map(Endpoint::name)
                .forEach(known::add);
        line.mustHaveOnly(known);
        Duration every = line.length("every").orElse(Duration.ofSeconds(1));
        int turn = 0;
        for (Duration when = at; turn == 0 || when.compareTo(at.plus(length)) < 0; when = when.plus(every)) {
            Duration then = when;
            int which = turn;
            then(then, () -> concerned(line).forEach(service -> check(line, service, then, which)));
            turn++;
        }
    }

    private void check(Line line, String service, Duration at, int turn) {
        for (Endpoint endpoint : Objects.requireNonNull(services.get(service)).endpoints()) {
            JsonNode said = line.json().get(endpoint.name());
            if (said != null) {
                Map<String, JsonNode> byLocation = new TreeMap<>();
                if (said.isObject()) {
                    said.properties().forEach(entry -> byLocation.put(entry.getKey(), entry.getValue()));
                } else {
                    LOCATIONS.forEach(location -> byLocation.put(location, said));
                }
                byLocation.forEach((location, words) -> {
                    String word =
                            words.isArray() ? words.get(turn % words.size()).asText() : words.asText();
                    Check.of(word).ifPresent(check -> report(service, endpoint.name(), location, check, at));
                });
            }
        }
    }

    private void report(String service, String endpoint, String location, Check check, Duration at) {
        Instant heardAt = START.plus(at);
        Observation observation = observation(service, endpoint, location, check, heardAt);
        for (int i = 0; i < (check.twice() ? 2 : 1); i++) {
            if (at.compareTo(downUntil) < 0) {
                unread.add(new Unread(observation, heardAt));
            } else {
                hear(observation);
            }
        }
    }

    private Observation observation(String service, String endpoint, String location, Check check, Instant heardAt) {
        if (check.newBoot()) {
            boots.merge(location, 1, Integer::sum);
            sequences.remove(location);
        }
        // What has been overtaken has a number that others have followed already.
        long sequence = check.overtaken() ? 1 : sequences.merge(location, 1L, Long::sum);
        return new Observation(
                service,
                endpoint,
                location,
                location + "-boot-" + boots.getOrDefault(location, 0),
                sequence,
                heardAt.minus(check.late()).minus(check.took()).plus(check.skew()),
                check.took(),
                check.outcome(),
                check.failure(),
                "as the scenario says",
                null,
                check.measures(),
                check.unready());
    }
}
