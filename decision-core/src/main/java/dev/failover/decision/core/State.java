package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one service. Begins as {@link #unclaimed}; a CLAIM that is confirmed names the active endpoint;
 * a move is an intent until it is confirmed, and then the cool-down begins; a refused intent makes the service unclaimed
 * again, so that the zone is read before anything else is decided.
 *
 * @param bornAt when it was first judged
 * @param mode the policy's mode when last judged
 * @param endpoints by name
 * @param active the endpoint that the name has; null while unclaimed
 * @param epoch of the newest decision; grows by one with each
 * @param intent the decision in flight
 * @param refusal of the last decision, until it is tried again
 * @param brake the fleet's brake on this service
 * @param shift the gradual move that is under way, as it was last confirmed; the active endpoint still has the name
 */
public record State(
        @Nullable Instant bornAt,
        Mode mode,
        ByName<Endpoint> endpoints,
        @Nullable String active,
        long epoch,
        @Nullable Intent intent,
        @Nullable Refusal refusal,
        @Nullable CoolDown coolDown,
        Instructions instructions,
        @Nullable Brake brake,
        Explanation explanation,
        @Nullable Shift shift) {

    /** A service that is met for the first time. */
    public static State unclaimed(Mode mode) {
        return new State(
                null, mode, ByName.none(), null, 0, null, null, null, Instructions.NONE, null, Explanation.NONE, null);
    }

    /** A copy to be changed: the only place that names every field. */
    static final class Draft {
        @Nullable
        Instant bornAt;

        Mode mode;
        ByName<Endpoint> endpoints;

        @Nullable
        String active;

        long epoch;

        @Nullable
        Intent intent;

        @Nullable
        Refusal refusal;

        @Nullable
        CoolDown coolDown;

        Instructions instructions;

        @Nullable
        Brake brake;

        Explanation explanation;

        @Nullable
        Shift shift;

        private Draft(State state) {
            bornAt = state.bornAt;
            mode = state.mode;
            endpoints = state.endpoints;
            active = state.active;
            epoch = state.epoch;
            intent = state.intent;
            refusal = state.refusal;
            coolDown = state.coolDown;
            instructions = state.instructions;
            brake = state.brake;
            explanation = state.explanation;
            shift = state.shift;
        }

        private State state() {
            return new State(
                    bornAt,
                    mode,
                    endpoints,
                    active,
                    epoch,
                    intent,
                    refusal,
                    coolDown,
                    instructions,
                    brake,
                    explanation,
                    shift);
        }
    }

    /** The same but for what the edit changes. */
    State with(Consumer<Draft> edit) {
        Draft draft = new Draft(this);
        edit.accept(draft);
        return draft.state();
    }

    Endpoint endpoint(String name, Instant now) {
        Endpoint known = endpoints.get(name);
        return known == null ? Endpoint.unknown(now) : known;
    }

    State withEndpoint(String name, Endpoint endpoint) {
        return with(draft -> draft.endpoints = draft.endpoints.with(name, endpoint));
    }

    State withIntent(Intent next) {
        return with(draft -> {
            draft.intent = next;
            draft.epoch = next.epoch();
            draft.refusal = null;
        });
    }

    /** The change was made: this endpoint is active, and another has what the shift says. */
    State confirmed(@Nullable String nowActive, @Nullable Shift nowShift, long nowEpoch, @Nullable CoolDown next) {
        return with(draft -> {
            draft.active = nowActive;
            draft.shift = nowShift;
            draft.epoch = nowEpoch;
            draft.intent = null;
            draft.coolDown = next;
        });
    }

    State refused(Refusal why) {
        return with(draft -> {
            draft.active = null;
            draft.intent = null;
            draft.refusal = why;
        });
    }

    State withInstructions(Instructions next) {
        return next.equals(instructions) ? this : with(draft -> draft.instructions = next);
    }

    /** The same with all forgotten that the zone says better: for another record, or after shadow. */
    public State readAgain() {
        return with(draft -> {
            draft.active = null;
            draft.intent = null;
            draft.refusal = null;
            draft.coolDown = null;
            draft.shift = null;
        });
    }

    /** The diagnosis keeps the time since which it holds. */
    State explained(Explanation next, Instant now) {
        boolean same = explanation.diagnosis() == next.diagnosis();
        return with(draft -> draft.explanation = next.since(same ? explanation.since() : now));
    }

    /** Whether this location's last checks of the active endpoint passed, and not long ago. */
    boolean activeAnswers(String location, Instant now, Duration staleAfter) {
        Endpoint endpoint = active == null ? null : endpoints.get(active);
        Tally tally = endpoint == null ? null : endpoint.tallies().get(location);
        return tally != null && tally.answers() && tally.voteAt(now, staleAfter) == Vote.UP;
    }

    boolean isShaking(Policy policy, Instant now) {
        Endpoint endpoint = active == null ? null : endpoints.get(active);
        return endpoint != null && endpoint.isShaking(policy, now);
    }

    /** Whether the active endpoint went DOWN after this, or one did that the name has left since. */
    boolean turnedBadAfter(Instant time) {
        Endpoint endpoint = active == null ? null : endpoints.get(active);
        boolean down = endpoint != null
                && endpoint.verdict() == Verdict.DOWN
                && endpoint.since().isAfter(time);
        boolean left = coolDown != null
                && coolDown.kind() == MoveKind.FAILOVER
                && coolDown.from().isAfter(time);
        return down || left || (intent != null && intent.kind() == MoveKind.FAILOVER);
    }

    /** What is known of the clients of the endpoint that the name has left last; null where nobody asks. */
    public Residue.@Nullable Status residue() {
        for (int i = 0; i < endpoints.size(); i++) {
            Residue residue = endpoints.valueAt(i).residue();
            if (residue != null) {
                return residue.status();
            }
        }
        return null;
    }

    /** Whether it differs in nothing but when and by which process checks were last seen. */
    public boolean judgesLike(State other) {
        return with(draft -> draft.endpoints = ByName.none())
                        .equals(other.with(draft -> draft.endpoints = ByName.none()))
                && endpoints.names().equals(other.endpoints.names())
                && endpoints.stream()
                        .allMatch(entry ->
                                entry.value().judgesLike(Objects.requireNonNull(other.endpoints.get(entry.name()))));
    }
}
