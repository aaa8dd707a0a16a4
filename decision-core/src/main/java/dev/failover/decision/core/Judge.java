package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One judgement of one service at one moment: verdicts, then one diagnosis, then one action.
 *
 * <pre>
 * diagnosis          when, the first that holds                                  action
 * IN_FLIGHT          a decision is not confirmed                                 publish it again after intentTimeout
 * REFUSED            the last decision was not carried out, retryAt not reached  hold
 * NOT_CLAIMED        the active endpoint is not known                            CLAIM
 * ORDERED            a person ordered a move                                     MANUAL, or settle the order with a reason
 * NO_FRESH_CHECKS    active is UNKNOWN                                           hold
 * LOCATIONS_DISAGREE active is SUSPECT                                           hold
 * ACTIVE_DOWN        active is DOWN, another is UP                               FAILOVER, unless held
 * ALL_DOWN           active is DOWN, all others are DOWN                         hold
 * NO_CANDIDATE       active is DOWN, no other is UP                              hold
 * SETTLED            active is UP and preferred                                  none
 * FAILBACK_READY     active is UP, preferred is UP and has been for stableFor    FAILBACK if the policy says so, unless held
 * AWAY               active is UP, preferred is not ready                        hold
 * </pre>
 *
 * Held: mode is not the automation's, a pause, a cool-down; in this order.
 */
final class Judge {

    private final Policy policy;
    private final Instant now;
    private final List<Effect> effects = new ArrayList<>();

    Judge(Policy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    Outcome judge(State state) {
        State current = withStability(withVerdicts(withoutWhatHasPassed(withPolicy(state))));
        State next = act(diagnose(current), current);
        return new Outcome(next, effects);
    }

    /** Endpoints that came or went, and a mode that changed, take effect here. */
    private State withPolicy(State state) {
        SortedMap<String, Endpoint> endpoints = new TreeMap<>();
        policy.endpoints().forEach(name -> endpoints.put(name, state.endpoint(name, now)));
        State next = state.withEndpoints(endpoints);
        next = next.mode() == policy.mode() ? next : next.withMode(policy.mode());
        boolean gone = next.active() != null && !policy.endpoints().contains(next.active());
        return gone ? next.withActiveUnknown() : next;
    }

    private State withoutWhatHasPassed(State state) {
        State next = state;
        if (next.pause() != null && !now.isBefore(next.pause().until())) {
            next = next.withPause(null);
        }
        if (next.order() != null && isPast(next.order().at(), policy.intentTimeout())) {
            next = next.settled("the order of " + next.order().by() + " to move to "
                    + next.order().to() + " could not be carried out in time and is dropped");
        }
        return next;
    }

    private State withVerdicts(State state) {
        SortedMap<String, Endpoint> judged = new TreeMap<>();
        state.endpoints().forEach((name, endpoint) -> {
            Endpoint next = endpoint.judged(policy, now);
            judged.put(name, next);
            if (next.verdict() != endpoint.verdict()) {
                effects.add(new Effect.VerdictChanged(
                        name,
                        endpoint.verdict(),
                        next.verdict(),
                        next.votes(policy, now),
                        name + " is " + next.said(policy, now),
                        now));
            }
        });
        return state.withEndpoints(judged);
    }

    private State withStability(State state) {
        boolean well = verdict(state, policy.preferred()) == Verdict.UP;
        if (!well) {
            return state.stableSince() == null ? state : state.withStableSince(null);
        }
        return state.stableSince() == null ? state.withStableSince(now) : state;
    }

    private Diagnosis diagnose(State state) {
        if (state.intent() != null) {
            return Diagnosis.IN_FLIGHT;
        } else if (state.refusal() != null && now.isBefore(state.refusal().retryAt())) {
            return Diagnosis.REFUSED;
        } else if (state.active() == null) {
            return Diagnosis.NOT_CLAIMED;
        } else if (state.order() != null) {
            return Diagnosis.ORDERED;
        }
        return switch (verdict(state, state.active())) {
            case UNKNOWN -> Diagnosis.NO_FRESH_CHECKS;
            case SUSPECT -> Diagnosis.LOCATIONS_DISAGREE;
            case DOWN -> diagnoseDown(state);
            case UP -> diagnoseUp(state);
        };
    }

    private Diagnosis diagnoseDown(State state) {
        if (candidate(state).isPresent()) {
            return Diagnosis.ACTIVE_DOWN;
        }
        boolean all = state.endpoints().values().stream().allMatch(endpoint -> endpoint.verdict() == Verdict.DOWN);
        return all ? Diagnosis.ALL_DOWN : Diagnosis.NO_CANDIDATE;
    }

    private Diagnosis diagnoseUp(State state) {
        if (policy.preferred().equals(state.active())) {
            return Diagnosis.SETTLED;
        }
        boolean stable = state.stableSince() != null && isPast(state.stableSince(), policy.stableFor());
        return stable ? Diagnosis.FAILBACK_READY : Diagnosis.AWAY;
    }

    private State act(Diagnosis diagnosis, State state) {
        return switch (diagnosis) {
            case IN_FLIGHT -> publishAgainWhenLate(state);
            case REFUSED -> explain(state, diagnosis, refusal(state), "a new look at the zone at " + retryAt(state));
            case NOT_CLAIMED -> claim(state);
            case ORDERED -> carryOut(state);
            case NO_FRESH_CHECKS ->
                explain(
                        state,
                        diagnosis,
                        said(state, state.active()) + "; the name stays",
                        "fresh checks from " + policy.minLocations() + " locations");
            case LOCATIONS_DISAGREE ->
                explain(
                        state,
                        diagnosis,
                        said(state, state.active()) + "; the name stays",
                        "more than half of the" + " locations agreeing that it is down");
            case ALL_DOWN ->
                explain(
                        state,
                        diagnosis,
                        everything(state) + "; the name stays",
                        "any endpoint that is UP in all" + " locations");
            case NO_CANDIDATE ->
                explain(
                        state,
                        diagnosis,
                        everything(state) + "; there is nowhere to move to",
                        "another endpoint" + " that is UP in all locations");
            case SETTLED -> explain(state, diagnosis, said(state, state.active()), "that endpoint going DOWN");
            case AWAY ->
                explain(
                        state,
                        diagnosis,
                        everything(state),
                        policy.preferred() + " being UP for "
                                + policy.stableFor().toSeconds() + " s");
            case ACTIVE_DOWN -> failOver(state);
            case FAILBACK_READY -> failBack(state);
        };
    }

    private State publishAgainWhenLate(State state) {
        Intent intent = state.intent();
        if (intent == null) {
            throw new AssertionError("in flight without an intent");
        }
        String sentence = intent.decisionId() + " (" + intent.kind() + (intent.to() == null ? "" : " to " + intent.to())
                + ") is in flight since " + intent.decidedAt() + (intent.accepted() ? ", accepted" : "");
        State explained = explain(state, Diagnosis.IN_FLIGHT, sentence, "its confirmation by the dns-actuator");
        if (!isPast(intent.publishedAt(), policy.intentTimeout())) {
            return explained;
        }
        Intent again = intent.publishedAgain(now);
        effects.add(decide(state, again));
        return explained.withIntent(again);
    }

    private State claim(State state) {
        return intend(state, MoveKind.CLAIM, null, "to learn which endpoint the name has", null);
    }

    private State carryOut(State state) {
        Order order = state.order();
        if (order == null) {
            throw new AssertionError("ordered without an order");
        }
        String wish = "the order of " + order.by() + " to move to " + order.to();
        if (!policy.endpoints().contains(order.to())) {
            return judgedAgain(state.settled(wish + " was refused: there is no such endpoint"));
        } else if (order.to().equals(state.active())) {
            return judgedAgain(state.settled(wish + " changed nothing: the name is there"));
        } else if (!order.force() && verdict(state, order.to()) != Verdict.UP) {
            return judgedAgain(state.settled(wish + " was refused: " + said(state, order.to())
                    + "; only --force moves to an endpoint that is not UP"));
        }
        State settled = state.settled(wish + " was carried out");
        return intend(settled, MoveKind.MANUAL, order.to(), "ordered by " + order.by() + ": " + order.reason(), null);
    }

    /** An order that is settled leaves the service to be judged as if it had not been given. */
    private State judgedAgain(State state) {
        return act(diagnose(state), state);
    }

    private State failOver(State state) {
        String to = candidate(state).orElseThrow();
        String reason = said(state, state.active()) + "; " + said(state, to);
        Optional<String> held = held(state);
        if (held.isPresent()) {
            return explain(
                    state, Diagnosis.ACTIVE_DOWN, reason + "; held: " + held.get(), "the end of it, or an order");
        }
        return intend(
                state,
                MoveKind.FAILOVER,
                to,
                reason,
                state.endpoint(state.active() == null ? to : state.active(), now)
                        .firstFailureAt());
    }

    private State failBack(State state) {
        String reason = said(state, policy.preferred()) + " since " + state.stableSince();
        if (!policy.failsBack()) {
            return explain(
                    state,
                    Diagnosis.FAILBACK_READY,
                    reason + "; failback is manual",
                    "`failover failback " + policy.service() + "`");
        }
        Optional<String> held = held(state);
        if (held.isPresent()) {
            return explain(
                    state, Diagnosis.FAILBACK_READY, reason + "; held: " + held.get(), "the end of it, or an order");
        }
        return intend(state, MoveKind.FAILBACK, policy.preferred(), reason, null);
    }

    /** What keeps the automation from moving, if anything does. */
    private Optional<String> held(State state) {
        if (policy.mode() == Mode.MANUAL) {
            return Optional.of("the mode is manual");
        } else if (state.pause() != null) {
            return Optional.of("paused until " + state.pause().until() + " by "
                    + state.pause().by() + ", " + state.pause().reason());
        } else if (state.coolDownUntil() != null && now.isBefore(state.coolDownUntil())) {
            return Optional.of("cool-down until " + state.coolDownUntil());
        }
        return Optional.empty();
    }

    private State intend(
            State state, MoveKind kind, @Nullable String to, String reason, @Nullable Instant firstFailureAt) {
        long epoch = state.epoch() + 1;
        Intent intent = new Intent(
                policy.service() + "-" + epoch,
                epoch,
                kind,
                state.active(),
                to,
                reason,
                false,
                firstFailureAt,
                now,
                now);
        effects.add(decide(state, intent));
        String sentence = to == null ? "claiming the name, " + reason : kind + " to " + to + ": " + reason;
        return explain(state.withIntent(intent), Diagnosis.IN_FLIGHT, sentence, "its confirmation by the dns-actuator");
    }

    private Effect.Decide decide(State state, Intent intent) {
        SortedMap<String, SortedMap<String, Vote>> evidence = new TreeMap<>();
        state.endpoints().forEach((name, endpoint) -> evidence.put(name, endpoint.votes(policy, now)));
        return new Effect.Decide(intent, policy.mode() == Mode.SHADOW, evidence);
    }

    /** The first endpoint in order, other than the active one, that is UP. */
    private Optional<String> candidate(State state) {
        return policy.endpoints().stream()
                .filter(name -> !name.equals(state.active()))
                .filter(name -> verdict(state, name) == Verdict.UP)
                .findFirst();
    }

    private Verdict verdict(State state, @Nullable String name) {
        return name == null ? Verdict.UNKNOWN : state.endpoint(name, now).verdict();
    }

    private String said(State state, @Nullable String name) {
        return name == null
                ? "no endpoint is active"
                : name + " is " + state.endpoint(name, now).said(policy, now);
    }

    private String everything(State state) {
        return policy.endpoints().stream()
                .map(name -> said(state, name))
                .collect(Collectors.joining("; ", "", state.active() == null ? "" : "; active is " + state.active()));
    }

    private static String refusal(State state) {
        return state.refusal() == null
                ? ""
                : state.refusal().decisionId() + " was not carried out: "
                        + state.refusal().reason();
    }

    private static String retryAt(State state) {
        return state.refusal() == null ? "" : state.refusal().retryAt().toString();
    }

    private static State explain(State state, Diagnosis diagnosis, String sentence, String wouldChange) {
        return state.explained(new Explanation(diagnosis, sentence, wouldChange));
    }

    private boolean isPast(Instant since, Duration time) {
        return !now.isBefore(since.plus(time));
    }
}
