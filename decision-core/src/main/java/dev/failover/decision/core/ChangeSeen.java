package dev.failover.decision.core;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The actuator said what became of a decision.
 *
 * @param epoch what the zone holds
 * @param endpoint which the name has, where that is known
 * @param part what another endpoint has of the answers, in a gradual move
 */
public record ChangeSeen(
        Instant at,
        String decisionId,
        long epoch,
        Result result,
        @Nullable String endpoint,
        String reason,
        @Nullable Part part)
        implements Event {

    /** Of a name with one endpoint that has all answers. */
    public ChangeSeen(
            Instant at, String decisionId, long epoch, Result result, @Nullable String endpoint, String reason) {
        this(at, decisionId, epoch, result, endpoint, reason, null);
    }

    /** What became of it. */
    public enum Result {
        /** The provider took it; not yet everywhere. */
        ACCEPTED,
        /** Carried out. */
        CONFIRMED,
        /** Would have been carried out, but for shadow or dry run: taken as if it had been, and no client has moved. */
        PLANNED,
        /** Not carried out, or not known to be. */
        REFUSED,
        /** Changed since by somebody else, which shall be adopted: the name has the endpoint (scenario 60). */
        DRIFTED
    }

    @Override
    public Outcome apply(Policy policy, State state) {
        if (result == Result.DRIFTED) {
            return Outcome.of(drifted(state));
        }
        Intent intent = state.intent();
        if (intent == null || !intent.decisionId().equals(decisionId)) {
            // An answer to a decision that is settled already.
            return Outcome.of(state);
        }
        return Outcome.of(
                switch (result) {
                    case ACCEPTED -> state.withIntent(intent.asAccepted());
                    case CONFIRMED, PLANNED -> confirmed(policy, state, intent);
                    // Whatever the zone holds now is read again before anything else is decided.
                    case REFUSED ->
                        state.refused(new Refusal(decisionId, reason, at.plus(policy.intentTimeout()), intent.from()));
                    case DRIFTED -> throw new AssertionError("drift answers no decision");
                });
    }

    /** Read again at once: a claim learns what the zone holds by then, and puts its fence beside it. */
    private State drifted(State state) {
        boolean news = state.intent() == null
                && state.active() != null
                && endpoint != null
                && (!endpoint.equals(state.active()) || state.shift() != null);
        return news ? state.refused(new Refusal(decisionId, reason, at, state.active())) : state;
    }

    private State confirmed(Policy policy, State state, Intent intent) {
        String active = endpoint == null ? intended(intent) : endpoint;
        Part apart = endpoint == null && intent.movesAPart()
                ? new Part(Objects.requireNonNull(intent.to()), Objects.requireNonNull(intent.share()))
                : part;
        Shift shift = apart == null ? null : Shift.of(apart, at, intent, state.shift());
        boolean moved = shift == null && hasMoved(state, intent, active);
        CoolDown coolDown = moved ? CoolDown.after(intent, at, state.coolDown(), policy.moves()) : state.coolDown();
        State next = state.confirmed(active, shift, Math.max(state.epoch(), epoch), coolDown);
        return moved ? left(policy, next, intent.from()) : next;
    }

    private static @Nullable String intended(Intent intent) {
        return intent.movesAPart() ? intent.from() : intent.to();
    }

    /** A claim that finds the name elsewhere than it was, or a gradual move at its end, found a move that nobody had confirmed. */
    private static boolean hasMoved(State state, Intent intent, @Nullable String active) {
        return intent.kind() != MoveKind.CLAIM
                || (intent.from() != null && !intent.from().equals(active))
                || state.shift() != null;
    }

    /** The clients of the endpoint that the name has left are watched from now on, and no others (scenario 58). */
    private State left(Policy policy, State state, @Nullable String from) {
        State next = state;
        for (ByName.Entry<Endpoint> entry : state.endpoints()) {
            next = entry.value().residue() == null
                    ? next
                    : next.withEndpoint(entry.name(), entry.value().withResidue(null));
        }
        ResidueRule rule = policy.residue();
        if (rule == null || from == null || from.equals(state.active()) || result == Result.PLANNED) {
            return next;
        }
        Endpoint old = next.endpoints().get(from);
        return old == null ? next : next.withEndpoint(from, old.withResidue(Residue.begun(rule, at)));
    }
}
