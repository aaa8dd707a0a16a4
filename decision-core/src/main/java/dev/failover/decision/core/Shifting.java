package dev.failover.decision.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A planned move by steps, where the policy has them: each is a decision of its own, and the active endpoint keeps the name
 * until the last one, which gives the other all answers, is confirmed.
 *
 * <pre>
 * active    the other one                        then
 * UP        UP, as is active, for {@code every}  the next share, at last all
 * UP        UP, not for so long                  wait
 * UP        not UP nor DOWN, shaking, not ready  hold at this share
 * UP        what a person or the fleet holds     hold at this share
 * UP        the policy has no steps any more     hold at this share
 * UP        DOWN, or no endpoint any more        the active one gets all back, unless paused or braked
 * SUSPECT   the same                             the same
 * SUSPECT   otherwise                            hold at this share
 * UNKNOWN   whatever                             hold at this share
 * DOWN      can take over                        FAILOVER to it at once; see {@link Judge}
 * </pre>
 *
 * Once given back, it is not tried again by itself: an order is settled, and a failback needs its {@code stableFor} anew. A
 * step in flight does not move the name, so that a failover, an order and giving back need not wait for its end: they
 * overtake it by their epoch.
 */
final class Shifting {

    private final Moment moment;

    Shifting(Moment moment) {
        this.moment = moment;
    }

    /** Whether an endpoint that is not active has a part of the answers, or is getting one. */
    static boolean isUnderWay(State state) {
        return to(state) != null;
    }

    /** The endpoint that has a part of the answers, or is getting one. */
    static @Nullable String to(State state) {
        Intent intent = state.intent();
        if (intent != null && intent.movesAPart()) {
            return intent.to();
        }
        return state.shift() == null ? null : state.shift().to();
    }

    /** For the end of a sentence about the active endpoint. */
    static String said(State state) {
        return state.shift() == null ? "" : "; " + state.shift().said();
    }

    /** Begins a planned move: with the first share, where the policy has steps and the active endpoint is UP. */
    State begin(State state, MoveKind kind, String to, boolean atOnce, String reason) {
        Policy.Gradual rule = moment.policy().gradual();
        if (rule == null || atOnce || !goesBySteps(state)) {
            return moment.intend(state, kind, to, reason, null);
        }
        return moment.step(state, kind, to, rule.after(0), reason);
    }

    /** Whether a planned move that begins now has steps. */
    boolean goesBySteps(State state) {
        return moment.policy().gradual() != null && moment.verdict(state, state.active()) == Verdict.UP;
    }

    /** Whether the endpoint with a part of the answers is not to keep it. */
    boolean hasFailed(State state) {
        String to = to(state);
        return to != null && (!moment.policy().has(to) || moment.verdict(state, to) == Verdict.DOWN);
    }

    /** Whether nothing keeps the active endpoint from getting the answers back. */
    boolean mayTakeBack(State state) {
        Verdict active = moment.verdict(state, state.active());
        return hasFailed(state)
                && (active == Verdict.UP || active == Verdict.SUSPECT)
                && moment.obstacles(state).toTakeBack(kind(state)).isEmpty();
    }

    private static MoveKind kind(State state) {
        Intent intent = state.intent();
        if (intent != null && intent.movesAPart()) {
            return intent.kind();
        }
        return state.shift() == null ? MoveKind.MANUAL : state.shift().kind();
    }

    /** Of a shift whose endpoints are UP, as far as is known. */
    State goOn(State state) {
        Shift shift = shift(state);
        String has = shift.said() + " since " + shift.confirmedAt() + " (" + shift.why() + ")";
        List<String> blocks = new ArrayList<>(moment.obstacles(state).toGetMore(shift));
        Policy.Gradual rule = moment.policy().gradual();
        if (rule == null) {
            blocks.add("the policy has no gradual moves any more");
            return hold(state, Diagnosis.SHIFTING, has, blocks, orders(state));
        } else if (!blocks.isEmpty()) {
            return hold(state, Diagnosis.SHIFTING, has, blocks, "the end of what holds it; or " + orders(state));
        }
        int next = rule.after(shift.share());
        Instant due = wellSince(state, shift).plus(rule.every());
        if (moment.now().isBefore(due)) {
            return moment.explain(
                    state,
                    Diagnosis.SHIFTING,
                    has + "; it gets " + next + " % at " + due,
                    List.of(),
                    "either endpoint not being UP; or " + orders(state));
        }
        boolean answers = next == Policy.Gradual.ALL && shift.kind() == MoveKind.MANUAL;
        State now = answers
                ? Ordered.settled(state, "the ordered move to " + shift.to() + " was carried out by steps")
                : state;
        return moment.step(now, shift.kind(), shift.to(), next, shift.why());
    }

    private static Shift shift(State state) {
        if (state.shift() == null) {
            throw new AssertionError("no gradual move is under way: " + state.explanation());
        }
        return state.shift();
    }

    /** Since when the share is confirmed and both endpoints are UP without a break. */
    private Instant wellSince(State state, Shift shift) {
        Instant active = state.endpoint(Moment.active(state), moment.now()).since();
        Instant other = state.endpoint(shift.to(), moment.now()).since();
        return Stream.of(active, other, shift.confirmedAt())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Gives the active endpoint all answers back, at once. */
    State takeBack(State state) {
        String active = Moment.active(state);
        String to = String.valueOf(to(state));
        String why = (moment.policy().has(to) ? moment.said(state, to) : to + " is no endpoint of the service any more")
                + "; " + active + " gets back what it had of the answers";
        List<String> blocks = moment.obstacles(state).toTakeBack(kind(state));
        return blocks.isEmpty()
                ? moment.intend(givenUp(state, to), kind(state), active, why, null)
                : hold(state, Diagnosis.SHIFT_FAILED, why, blocks, "the end of what holds it; or " + orders(state));
    }

    /** The order that had the name moved and kept there has come to nothing. */
    private static State givenUp(State state, String to) {
        Instructions.Pin pin = state.instructions().pin();
        State unpinned = pin != null && pin.endpoint().equals(to)
                ? state.withInstructions(state.instructions().withPin(null))
                : state;
        return kind(state) == MoveKind.MANUAL
                ? Ordered.settled(unpinned, "the ordered move to " + to + " was given up")
                : unpinned;
    }

    private State hold(State state, Diagnosis diagnosis, String sentence, List<String> blocks, String wouldChange) {
        return moment.explain(
                state, diagnosis, sentence + "; it stays so: " + String.join("; ", blocks), blocks, wouldChange);
    }

    private String orders(State state) {
        String command = "`failover failover " + moment.policy().service() + " --to ";
        return command + Moment.active(state) + "` takes it back, " + command + to(state) + " --at-once` ends it";
    }
}
