package dev.failover.notify;

import dev.failover.event.EventCodec;
import dev.failover.event.ServiceState;
import dev.failover.event.ServiceState.EndpointState;
import dev.failover.event.ServiceState.Residue;
import dev.failover.notify.Notice.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is told of clients that stay at an endpoint that the name has left (scenario 58): once for each move that it begins,
 * and once that it ends, however often the figures go up and down. That nothing is known is not told: a dead endpoint says
 * nothing, and after a failover that is as a rule.
 *
 * <pre>
 * PARTIALLY_EFFECTIVE              WARNING
 * EFFECTIVE, or watched no more    INFO; only after the above
 * </pre>
 */
final class Residues {

    private static final int REMEMBERED = 20_000;

    /** The move that was told of, by service, and whether its end was told. */
    private final Map<String, Told> told = new NewestOnly<>(REMEMBERED);

    private record Told(String endpoint, Instant leftAt, boolean ended) {

        boolean isOf(EndpointState endpoint, Residue residue) {
            return this.endpoint.equals(endpoint.name()) && leftAt.equals(residue.leftAt());
        }

        Told asEnded() {
            return new Told(endpoint, leftAt, true);
        }
    }

    List<Notice> of(ServiceState state) {
        Optional<EndpointState> left = state.endpoints().stream()
                .filter(endpoint -> endpoint.residue() != null)
                .findFirst();
        return left
                .map(endpoint -> of(state, endpoint, Objects.requireNonNull(endpoint.residue())))
                .orElseGet(() -> noLonger(state))
                .stream()
                .toList();
    }

    private Optional<Notice> of(ServiceState state, EndpointState endpoint, Residue residue) {
        Told known = told.get(state.service());
        boolean thisMove = known != null && known.isOf(endpoint, residue);
        return switch (residue.status()) {
            case PARTIALLY_EFFECTIVE -> thisMove ? Optional.empty() : Optional.of(begun(state, endpoint, residue));
            case EFFECTIVE ->
                thisMove ? ended(state, known, residue.since(), residue.sentence(endpoint.name())) : Optional.empty();
            case WAITING -> thisMove ? Optional.empty() : noLonger(state);
            case UNKNOWN -> Optional.empty();
        };
    }

    private Notice begun(ServiceState state, EndpointState endpoint, Residue residue) {
        Told now = new Told(endpoint.name(), residue.leftAt(), false);
        told.put(state.service(), now);
        String active = state.activeEndpoint().orElse("another endpoint");
        return notice(
                state,
                id(state, now),
                Severity.WARNING,
                residue.since(),
                state.service() + ": the move is PARTIALLY_EFFECTIVE, clients stay at " + endpoint.name(),
                "The name has left " + endpoint.name() + " for " + active + " at " + residue.leftAt() + ", and "
                        + residue.sentence(endpoint.name())
                        + ".\nThey keep connections, or an answer of DNS, from before the move: what they write there is not at "
                        + active
                        + ", and nothing more is done about it by itself.\nWhat to do: docs/runbooks/clients-stay.md,"
                        + " and `failover status --why " + state.service() + "`.\n");
    }

    private Optional<Notice> noLonger(ServiceState state) {
        return ended(
                state,
                told.get(state.service()),
                state.at(),
                "the clients of the endpoint that it had left are watched no more: the name has moved again, or the policy"
                        + " does not ask any more");
    }

    private Optional<Notice> ended(ServiceState state, @Nullable Told known, Instant at, String sentence) {
        if (known == null || known.ended()) {
            return Optional.empty();
        }
        told.put(state.service(), known.asEnded());
        return Optional.of(notice(
                state,
                id(state, known) + "/ended",
                Severity.INFO,
                at,
                state.service() + ": no more PARTIALLY_EFFECTIVE at " + known.endpoint(),
                "Since the notice of clients that stay at " + known.endpoint() + ": " + sentence
                        + ".\nNothing is to be done.\n"));
    }

    private static String id(ServiceState state, Told move) {
        return state.service() + "/PARTIALLY_EFFECTIVE/" + move.leftAt().toEpochMilli();
    }

    private static Notice notice(
            ServiceState state, String id, Severity severity, Instant at, String subject, String text) {
        return new Notice(
                id,
                state.service(),
                "RESIDUE",
                severity,
                state.epoch(),
                at,
                false,
                subject,
                text,
                EventCodec.json(state));
    }
}
