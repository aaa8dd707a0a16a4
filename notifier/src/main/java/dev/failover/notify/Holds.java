package dev.failover.notify;

import dev.failover.event.EventCodec;
import dev.failover.event.ServiceState;
import dev.failover.event.ServiceState.Explanation;
import dev.failover.notify.Notice.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is told of a name that stays where it is although something is wrong, once for each time that it begins.
 *
 * <pre>
 * ALL_DOWN, NO_CANDIDATE, ACTIVE_DOWN    CRITICAL   at once: it is down, and nothing moves
 * SHIFT_FAILED                           CRITICAL   at once: a part of the answers is a dead endpoint's, and it stays so
 * FLEET_BRAKED                           CRITICAL   at once, one notice for all services of the incident
 * NO_FRESH_CHECKS                        CRITICAL   after 15 s: nobody can tell, and nothing is protected
 * LOCATIONS_DISAGREE                     WARNING    after 15 s
 * IN_FLIGHT                              WARNING    after 60 s: a change is not confirmed
 * FAILBACK_READY                         INFO       after 15 s: a person may bring the name back
 * a location that is blind               WARNING    one notice for all services, while it lasts
 * </pre>
 *
 * States are written again every few seconds, so that one that lasts is seen to last.
 */
final class Holds {

    private static final int REMEMBERED = 20_000;

    private final Map<String, String> told = new NewestOnly<>(REMEMBERED);
    private final Map<String, Boolean> blind = new NewestOnly<>(REMEMBERED);

    /** After how long a diagnosis is told, and how urgent it is. */
    private record Rule(Severity severity, Duration after) {}

    List<Notice> of(ServiceState state) {
        List<Notice> notices = new ArrayList<>();
        hold(state).filter(notice -> isNew(state.service(), notice.id())).ifPresent(notices::add);
        state.endpoints().stream()
                .flatMap(endpoint -> endpoint.locations().stream())
                .forEach(location -> blindness(state, location).ifPresent(notices::add));
        return notices;
    }

    private boolean isNew(String service, String id) {
        return !id.equals(told.put(service, id));
    }

    private static Optional<Notice> hold(ServiceState state) {
        Explanation why = state.explanation();
        return rule(why.diagnosis())
                .filter(rule -> !state.at().isBefore(why.since().plus(rule.after())))
                .map(rule -> state.brake() != null && why.diagnosis().equals("FLEET_BRAKED")
                        ? braked(state, state.brake())
                        : held(state, rule));
    }

    private static Optional<Rule> rule(String diagnosis) {
        Duration soon = Duration.ofSeconds(15);
        return switch (diagnosis) {
            case "ALL_DOWN", "NO_CANDIDATE", "ACTIVE_DOWN", "SHIFT_FAILED", "FLEET_BRAKED" ->
                Optional.of(new Rule(Severity.CRITICAL, Duration.ZERO));
            case "NO_FRESH_CHECKS" -> Optional.of(new Rule(Severity.CRITICAL, soon));
            case "LOCATIONS_DISAGREE" -> Optional.of(new Rule(Severity.WARNING, soon));
            case "IN_FLIGHT" -> Optional.of(new Rule(Severity.WARNING, Duration.ofMinutes(1)));
            case "FAILBACK_READY" -> Optional.of(new Rule(Severity.INFO, soon));
            // The others are well, or told by what is published about them: a refusal, an order.
            default -> Optional.empty();
        };
    }

    private static Notice held(ServiceState state, Rule rule) {
        Explanation why = state.explanation();
        String blocks = why.blocks().stream().map(block -> "  " + block + "\n").collect(Collectors.joining());
        return notice(
                state,
                state.service() + "/" + why.diagnosis() + "/" + why.since().toEpochMilli(),
                rule.severity(),
                why.since(),
                state.service() + ": " + why.diagnosis() + ", the name stays"
                        + state.activeEndpoint().map(active -> " at " + active).orElse(""),
                why.sentence() + ".\n" + (blocks.isEmpty() ? "" : "\nWhat keeps it there:\n" + blocks)
                        + "\nWhat would change it: " + why.wouldChange() + ".\n");
    }

    private static Notice braked(ServiceState state, ServiceState.Brake brake) {
        return notice(
                state,
                brake.incident(),
                Severity.CRITICAL,
                brake.since(),
                "fleet brake: many services fail at once, nothing moves by itself",
                brake.reason()
                        + ". So many at once are more likely a fault of the network, of the probes or of a release"
                        + " than of each endpoint, so a person has to look first; " + state.service()
                        + " is one of those held.\n\nLook: `failover status`. Let them go: `failover release --all`, or one"
                        + " by one.\n");
    }

    /** Scenario 1: told when it begins; forgotten when the location sees again. */
    private Optional<Notice> blindness(ServiceState state, ServiceState.LocationState location) {
        if (!location.blind()) {
            blind.remove(location.location());
            return Optional.empty();
        } else if (blind.put(location.location(), true) != null) {
            return Optional.empty();
        }
        return Optional.of(notice(
                state,
                "blind/" + location.location() + "/" + location.lastCounted().toEpochMilli(),
                Severity.WARNING,
                location.lastCounted(),
                "location " + location.location() + " is blind",
                "The probes of location " + location.location()
                        + " cannot reach their own canary targets either, so they"
                        + " have no vote until they see again. The other locations decide.\n"));
    }

    private static Notice notice(
            ServiceState state, String id, Severity severity, Instant at, String subject, String text) {
        return new Notice(
                id, state.service(), "HOLD", severity, state.epoch(), at, false, subject, text, EventCodec.json(state));
    }
}
