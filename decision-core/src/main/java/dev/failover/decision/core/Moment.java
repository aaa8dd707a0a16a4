package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One service's policy at one moment: what is said of a state then, how a decision is begun, and the effects so far. */
final class Moment {

    private final Policy policy;
    private final Instant now;
    private final @Nullable Incident incident;
    private final List<Effect> effects = new ArrayList<>();

    Moment(Policy policy, Instant now, @Nullable Incident incident) {
        this.policy = policy;
        this.now = now;
        this.incident = incident;
    }

    Policy policy() {
        return policy;
    }

    Instant now() {
        return now;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    List<Effect> effects() {
        return effects;
    }

    State intend(State state, MoveKind kind, @Nullable String to, String reason, @Nullable Instant firstFailureAt) {
        return intend(state, kind, to, null, reason, firstFailureAt);
    }

    /** A step of a gradual move. */
    State step(State state, MoveKind kind, String to, int share, String reason) {
        return intend(state, kind, to, share, reason, null);
    }

    private State intend(
            State state,
            MoveKind kind,
            @Nullable String to,
            @Nullable Integer share,
            String reason,
            @Nullable Instant firstFailureAt) {
        long epoch = state.epoch() + 1;
        Intent intent = new Intent(
                policy.service() + "-" + epoch,
                epoch,
                kind,
                lastKnown(state),
                to,
                reason,
                false,
                firstFailureAt,
                now,
                now,
                share);
        return published(state, intent, false);
    }

    /** Also after a refusal, so that the claim knows a move that was carried out although it was not confirmed. */
    static @Nullable String lastKnown(State state) {
        Refusal refusal = state.refusal();
        return state.active() == null && refusal != null ? refusal.from() : state.active();
    }

    State published(State state, Intent intent, boolean again) {
        ByName<ByName<Vote>> evidence = state.endpoints().map((name, endpoint) -> endpoint.votes(policy, now));
        effects.add(new Effect.Decide(intent, again, policy.mode() == Mode.SHADOW, evidence));
        String what = intent.to() == null ? "claiming the name" : intent.said();
        return explain(
                state.withIntent(intent),
                Diagnosis.IN_FLIGHT,
                what + (again ? ", published again: " : ": ") + intent.reason(),
                List.of("one decision at a time"),
                "its confirmation by the dns-actuator");
    }

    Obstacles obstacles(State state) {
        return new Obstacles(policy, state, now, incident);
    }

    Verdict verdict(State state, @Nullable String name) {
        return name == null ? Verdict.UNKNOWN : state.endpoint(name, now).verdict();
    }

    static String active(State state) {
        if (state.active() == null) {
            throw new AssertionError("no endpoint is active: " + state.explanation());
        }
        return state.active();
    }

    String said(State state, @Nullable String name) {
        return name + " is " + state.endpoint(String.valueOf(name), now).said(policy, now);
    }

    State hold(State state, Diagnosis diagnosis, String sentence, List<String> blocks, String wouldChange) {
        String held = blocks.stream().collect(Collectors.joining("; ", "; the name stays: ", ""));
        return explain(state, diagnosis, sentence + held, blocks, wouldChange);
    }

    State explain(State state, Diagnosis diagnosis, String sentence, List<String> blocks, String wouldChange) {
        return state.explained(new Explanation(diagnosis, now, sentence, blocks, wouldChange), now);
    }

    boolean isPast(Instant since, Duration time) {
        return !now.isBefore(since.plus(time));
    }
}
