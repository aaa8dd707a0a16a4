package dev.failover.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a service says of itself. Live: its threads still turn; where not, the platform restarts it. Ready: it can do its
 * work; where not, it says what is missing. A condition answers with its problem, or with nothing.
 */
public final class Health {

    private final Map<String, Supplier<Optional<String>>> live = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Optional<String>>> ready = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Optional<String>>> notes = new ConcurrentHashMap<>();

    /** Adds a condition of being alive; what is not alive is not ready either. */
    public void live(String name, Supplier<Optional<String>> problem) {
        live.put(name, problem);
    }

    /** Adds a condition of being ready. */
    public void ready(String name, Supplier<Optional<String>> problem) {
        ready.put(name, problem);
    }

    /** Adds something to say of a process that is well: shown beside its readiness, and never in its way. */
    public void note(String name, Supplier<Optional<String>> text) {
        notes.put(name, text);
    }

    /** What there is to say, by name. */
    public Map<String, String> notes() {
        return problems(notes);
    }

    /** The problems by the names of their conditions; empty is well. */
    public Map<String, String> whatIsDead() {
        return problems(live);
    }

    /** The problems by the names of their conditions, dead threads first; empty is well. */
    public Map<String, String> whatIsMissing() {
        Map<String, String> all = problems(live);
        all.putAll(problems(ready));
        return all;
    }

    /** Problems as one sentence; empty where there are none. */
    public static Optional<String> inOneLine(Map<String, String> problems) {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(problems.entrySet().stream()
                        .map(problem -> problem.getKey() + ": " + problem.getValue())
                        .collect(Collectors.joining("; ")));
    }

    private static Map<String, String> problems(Map<String, Supplier<Optional<String>>> conditions) {
        Map<String, String> found = new LinkedHashMap<>();
        conditions.forEach((name, problem) -> problem.get().ifPresent(text -> found.put(name, text)));
        return found;
    }
}
