package dev.failover.cli;

import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.HealthTransition;
import java.util.Objects;
import java.util.stream.Collectors;

/** An event as one line for people. */
final class EventText {

    private EventText() {}

    static String line(Event event) {
        if (event instanceof HealthTransition transition) {
            return line(transition);
        } else if (event instanceof Decision decision) {
            return line(decision);
        } else if (event instanceof DnsChange change) {
            return line(change);
        } else if (event instanceof Command command) {
            return command.service() + ": " + command.by() + " says " + command.kind()
                    + (command.atOnce() ? " at once" : "") + ": " + command.reason();
        }
        return event.service() + ": " + event.eventId();
    }

    private static String line(HealthTransition transition) {
        String votes = transition.votes().stream()
                .map(vote -> vote.location() + " " + vote.vote())
                .collect(Collectors.joining(", "));
        return transition.service() + ": " + transition.endpoint() + " " + transition.from() + " -> " + transition.to()
                + " (" + votes + ")";
    }

    private static String line(Decision decision) {
        String move = decision.kind() == Decision.Kind.CLAIM
                ? "claim the name"
                : decision.kind() + " " + Objects.requireNonNullElse(decision.from(), "?") + " -> " + decision.to()
                        + (decision.share() == null ? "" : ", " + decision.share() + " % of the answers");
        return decision.service() + ": decision " + decision.id() + ", " + move + ": " + decision.reason();
    }

    private static String line(DnsChange change) {
        return change.service() + ": DNS " + change.status() + " " + change.record() + " "
                + String.join(",", change.before()) + " -> " + String.join(",", change.after()) + ": "
                + change.reason();
    }
}
