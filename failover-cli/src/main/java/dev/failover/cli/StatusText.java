package dev.failover.cli;

import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.event.Vote;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A service's state as people read it. */
final class StatusText {

    private static final String ROW = "%-20s %-32s %-12s %6s  %-12s %s%n";
    private static final int NAMED = 10;

    private StatusText() {}

    /**
     * A line for each service, and one for those that are not protected.
     *
     * @param histories of the records, by service
     * @param now for the age of the states
     */
    static void table(
            Map<String, ServiceSpec> specs,
            Map<String, ServiceState> states,
            Map<String, RecordHistory> histories,
            Instant now,
            PrintWriter out) {
        if (specs.isEmpty()) {
            out.println("No services yet: failover apply -f services.yaml brings them in.");
            return;
        }
        out.printf(ROW, "SERVICE", "NAME", "ACTIVE", "EPOCH", "MARK", "ENDPOINTS");
        specs.forEach((name, spec) -> row(spec, states.get(name), of(histories, name), out));
        unprotected(specs, states, now, out);
    }

    private static RecordHistory of(Map<String, RecordHistory> histories, String service) {
        return histories.getOrDefault(service, RecordHistory.NONE);
    }

    /** Those whose name would stay where it is if their active endpoint failed now, by the reason. */
    private static void unprotected(
            Map<String, ServiceSpec> specs, Map<String, ServiceState> states, Instant now, PrintWriter out) {
        Map<String, List<String>> byReason = new TreeMap<>();
        specs.forEach((name, spec) -> Protection.gap(spec, states.get(name), now)
                .ifPresent(reason ->
                        byReason.computeIfAbsent(reason, r -> new ArrayList<>()).add(name)));
        int number = byReason.values().stream().mapToInt(List::size).sum();
        if (number > 0) {
            out.println();
            out.println("NOT PROTECTED: " + number + " of " + specs.size()
                    + (specs.size() == 1 ? " service" : " services"));
            byReason.forEach((reason, names) -> out.println("    " + reason + ": " + some(names)));
        }
    }

    private static String some(List<String> names) {
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
    }

    private static void row(ServiceSpec spec, @Nullable ServiceState state, RecordHistory history, PrintWriter out) {
        String name = spec.record().name() + " " + spec.record().type();
        if (state == null) {
            out.printf(ROW, spec.service(), name, "?", "-", "", "not judged yet: is a decision-service running?");
            return;
        }
        String endpoints = state.endpoints().stream().map(StatusText::endpoint).collect(Collectors.joining(", "));
        out.printf(
                ROW,
                spec.service(),
                name,
                state.activeEndpoint().orElse("unclaimed"),
                state.epoch(),
                String.join(",", marks(state, history)),
                endpoints);
        out.println("    " + state.explanation().sentence());
        history.edited().ifPresent(edit -> out.println("    " + edit));
        state.endpoints().stream()
                .filter(StatusText::keepsClients)
                .forEach(left -> out.println("    " + clients(left)));
    }

    private static List<String> marks(ServiceState state, RecordHistory history) {
        List<String> marks = new ArrayList<>(Protection.marks(state));
        history.edited().ifPresent(edit -> marks.add("edited"));
        if (state.endpoints().stream().anyMatch(StatusText::keepsClients)) {
            marks.add("clients-stay");
        }
        return marks;
    }

    private static boolean keepsClients(ServiceState.EndpointState endpoint) {
        return endpoint.residue() != null
                && endpoint.residue().status() == ServiceState.Residue.Status.PARTIALLY_EFFECTIVE;
    }

    /** How effective the move away from this endpoint is. */
    private static String clients(ServiceState.EndpointState left) {
        ServiceState.Residue residue = Objects.requireNonNull(left.residue());
        return "the last move is " + residue.status() + " since " + residue.since() + ": "
                + residue.sentence(left.name());
    }

    private static String endpoint(ServiceState.EndpointState endpoint) {
        long up = endpoint.locations().stream()
                .filter(location -> location.vote() == Vote.UP)
                .count();
        return endpoint.name() + " " + endpoint.verdict() + " (" + up + " of "
                + endpoint.locations().size() + " locations say UP)";
    }

    static void detail(ServiceSpec spec, @Nullable ServiceState state, RecordHistory history, PrintWriter out) {
        out.println(spec.service() + "  " + spec.record().name() + " "
                + spec.record().type() + " in zone " + spec.record().zone());
        if (state == null) {
            out.println("  not judged yet: is a decision-service running?");
            return;
        }
        out.println("  active     " + state.activeEndpoint().orElse("unclaimed") + ", epoch " + state.epoch()
                + ", mode " + state.mode());
        ServiceState.Explanation why = state.explanation();
        out.println("  diagnosis  " + why.diagnosis() + " since " + why.since());
        out.println("  why        " + why.sentence());
        why.blocks().forEach(block -> out.println("  blocks     " + block));
        out.println("  would change it: " + why.wouldChange());
        history.edited().ifPresent(edit -> out.println("  edited     " + edit));
        state.endpoints().stream()
                .filter(endpoint -> endpoint.residue() != null)
                .forEach(left -> out.println("  clients    " + clients(left)));
        procedure(state, out);
        said(state, out);
        state.endpoints().forEach(endpoint -> votes(endpoint, out));
    }

    /** The same, how long the last move took, and how far each location is from another vote. */
    static void why(ServiceSpec spec, @Nullable ServiceState state, RecordHistory history, PrintWriter out) {
        detail(spec, state, history, out);
        if (state == null) {
            return;
        }
        out.println("  last move  " + history.lastMove().orElse("none is kept"));
        Policy.Thresholds thresholds = spec.policy().thresholds();
        out.println("  votes: DOWN after " + thresholds.down() + " failures in a row, or " + thresholds.windowFailures()
                + " of the last " + thresholds.windowSize() + "; UP after " + thresholds.up() + " passes in a row; "
                + spec.policy().minLocations() + " locations make a verdict");
        for (ServiceState.EndpointState endpoint : state.endpoints()) {
            endpoint.locations()
                    .forEach(location ->
                            out.println("    " + endpoint.name() + " from " + counts(location, thresholds)));
        }
    }

    private static String counts(ServiceState.LocationState location, Policy.Thresholds thresholds) {
        return location.location() + ": " + location.failures() + " of " + thresholds.down() + " failures, "
                + Long.bitCount(location.window()) + " of " + thresholds.windowFailures() + " in the window, "
                + location.passes() + " passes in a row";
    }

    private static void procedure(ServiceState state, PrintWriter out) {
        if (state.intent() != null) {
            Integer share = state.intent().share();
            out.println("  in flight  " + state.intent().decisionId() + " to "
                    + state.intent().to() + (share == null ? "" : ", " + share + " % of the answers") + ": "
                    + state.intent().reason());
        }
        ServiceState.Shift shift = state.shift();
        if (shift != null) {
            out.println("  by steps   " + shift.to() + " has " + shift.share() + " % of the answers since "
                    + shift.confirmedAt() + ": " + shift.kind() + ", " + shift.why());
        }
        if (state.coolDown() != null && state.coolDown().until().isAfter(state.at())) {
            out.println("  cool-down until " + state.coolDown().until());
        }
        if (state.brake() != null) {
            out.println(
                    "  fleet brake " + state.brake().incident() + (state.brake().released() ? ", released" : "") + ": "
                            + state.brake().reason());
        }
    }

    /** What people said, and for how long it holds. */
    private static void said(ServiceState state, PrintWriter out) {
        if (state.pause() != null) {
            out.println("  paused " + term(state.pause()));
        }
        if (state.pin() != null) {
            out.println("  kept at " + state.pin().endpoint() + " "
                    + term(state.pin().term()));
        }
        state.maintenance().forEach((endpoint, term) -> out.println("  maintenance of " + endpoint + " " + term(term)));
        if (state.note() != null) {
            out.println("  last order " + state.note());
        }
    }

    private static String term(ServiceState.Term term) {
        return "until " + term.until() + " by " + term.by() + ": " + term.reason();
    }

    private static void votes(ServiceState.EndpointState endpoint, PrintWriter out) {
        out.println("  " + endpoint.name() + " is " + endpoint.verdict() + " since " + endpoint.since());
        if (endpoint.lag() != null) {
            out.println("    data " + endpoint.lag().behind().toSeconds() + " s behind at "
                    + endpoint.lag().takenAt());
        }
        endpoint.locations().forEach(location -> out.println("    " + location(location)));
    }

    private static String location(ServiceState.LocationState location) {
        return location.location() + (location.blind() ? " is blind" : " says " + location.vote())
                + (location.why() == null ? "" : " (" + location.why() + ")")
                + (location.unready() == null ? "" : ", not ready: " + location.unready())
                + ", last check " + location.lastSeen();
    }
}
