package dev.failover.decision.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One judgement of one service at one moment: verdicts, then one diagnosis, then one action.
 *
 * <pre>
 * diagnosis          when, the first that holds                                  action
 * IN_FLIGHT          a decision is not confirmed                                 publish it again after intentTimeout, or let it lapse
 * REFUSED            the last decision was not carried out, retryAt not reached  hold
 * NOT_CLAIMED        the active endpoint is not known                            CLAIM
 * ORDERED            a person ordered a move                                     MANUAL, or settle the order with a reason
 * NO_FRESH_CHECKS    active is UNKNOWN                                           hold
 * LOCATIONS_DISAGREE active is SUSPECT                                           hold
 * ACTIVE_DOWN        active is DOWN, another can take over                       FAILOVER, unless held
 * FLEET_BRAKED       the same, while the fleet's brake holds                     hold
 * ALL_DOWN           active is DOWN, all others are DOWN                         hold
 * NO_CANDIDATE       active is DOWN, no other can take over                      hold
 * SHIFT_FAILED       active is UP or SUSPECT, the one that shares its answers
 *                    in a gradual move is DOWN or gone                           back to active, unless held
 * SHIFTING           active is UP, another shares its answers                    the next step, wait, or hold
 * SETTLED            active is UP, no other is preferred                         none
 * FAILBACK_READY     active is UP, a preferred one can take the name back        FAILBACK if the policy says so, unless held
 * AWAY               active is UP, no preferred one can take the name back       hold
 * </pre>
 *
 * Who can take over or back, and what holds: {@link Obstacles}. A planned move may be one by steps: {@link Shifting}; one of
 * its steps in flight is overtaken by an order, a FAILOVER, or its end. A decision in flight that was not accepted lapses when its
 * reason is gone: a CLAIM with the next epoch takes its place, which no older decision can overtake (scenario 25).
 */
final class Judge {

    private final Policy policy;
    private final Instant now;
    private final @Nullable Incident incident;
    private final Moment moment;
    private final Shifting shifting;

    Judge(Policy policy, Instant now, @Nullable Incident incident) {
        this.policy = policy;
        this.now = now;
        this.incident = incident;
        this.moment = new Moment(policy, now, incident);
        this.shifting = new Shifting(moment);
    }

    Outcome judge(State state) {
        State current = withBrake(withResidue(withVerdicts(withoutWhatHasPassed(withPolicy(state)))));
        State next = act(diagnose(current), current);
        return new Outcome(next, moment.effects());
    }

    /** Endpoints that came or went, and a mode that changed, take effect here. */
    private State withPolicy(State state) {
        boolean born = state.bornAt() != null;
        State next = born ? state : state.with(draft -> draft.bornAt = now);
        if (!next.endpoints().names().equals(policy.names().stream().sorted().toList())) {
            next = next.with(draft -> draft.endpoints = endpoints(state));
        }
        if (next.mode() != policy.mode()) {
            // What was only supposed in shadow is not how the zone is.
            next = (next.mode() == Mode.SHADOW ? next.readAgain() : next).with(draft -> draft.mode = policy.mode());
        }
        boolean gone = next.active() != null && !policy.has(next.active());
        return gone ? next.with(draft -> draft.active = null) : next;
    }

    private ByName<Endpoint> endpoints(State state) {
        ByName<Endpoint> endpoints = ByName.none();
        for (String name : policy.names()) {
            endpoints = endpoints.with(name, state.endpoint(name, now));
        }
        return endpoints;
    }

    private State withoutWhatHasPassed(State state) {
        Instructions before = state.instructions();
        State next = state.withInstructions(before.at(now));
        if (before.pin() != null && next.instructions().pin() == null) {
            // The end of an override is no reason to jump: the automation takes its time (scenario 34).
            CoolDown full = new CoolDown(now, now.plus(policy.moves().coolDown()), null, false);
            next = next.with(draft -> draft.coolDown = full);
        }
        Order order = next.instructions().order();
        if (order != null && moment.isPast(order.at(), policy.intentTimeout())) {
            next = Ordered.settled(
                    next,
                    "the order of " + order.by() + " to move to " + order.to()
                            + " could not be carried out in time and is dropped");
        }
        return next;
    }

    private State withVerdicts(State state) {
        State next = state;
        for (ByName.Entry<Endpoint> entry : state.endpoints()) {
            Endpoint judged = entry.value().judged(policy, now);
            if (judged.verdict() != entry.value().verdict()) {
                next = next.withEndpoint(entry.name(), judged);
                moment.add(new Effect.VerdictChanged(
                        entry.name(),
                        entry.value().verdict(),
                        judged.verdict(),
                        judged.votes(policy, now),
                        entry.name() + " is " + judged.said(policy, now),
                        now));
            }
        }
        return next;
    }

    /** It is told, and is no reason for anything. */
    private State withResidue(State state) {
        State next = state;
        for (int i = 0; i < state.endpoints().size(); i++) {
            Endpoint endpoint = state.endpoints().valueAt(i);
            if (endpoint.residue() != null) {
                String name = state.endpoints().names().get(i);
                next = next.withEndpoint(name, endpoint.withResidueAt(now, policy, name.equals(state.active())));
            }
        }
        return next;
    }

    /** Sets the fleet's brake on a service that is about to move, and takes it off one that is well. */
    private State withBrake(State state) {
        Verdict active = moment.verdict(state, state.active());
        Brake brake = state.brake();
        if (brake != null && active == Verdict.UP) {
            return state.with(draft -> draft.brake = null);
        }
        boolean known =
                brake != null && incident != null && brake.incident().id().equals(incident.id());
        if (active == Verdict.DOWN && incident != null && incident.proven() && !known) {
            Brake set = new Brake(incident, now, false);
            return state.with(draft -> draft.brake = set);
        }
        return state;
    }

    private Diagnosis diagnose(State state) {
        if (state.intent() != null && !isOvertaken(state)) {
            return Diagnosis.IN_FLIGHT;
        } else if (state.refusal() != null && now.isBefore(state.refusal().retryAt())) {
            return Diagnosis.REFUSED;
        } else if (state.active() == null) {
            return Diagnosis.NOT_CLAIMED;
        } else if (state.instructions().order() != null) {
            return Diagnosis.ORDERED;
        }
        return switch (moment.verdict(state, state.active())) {
            case UNKNOWN -> Diagnosis.NO_FRESH_CHECKS;
            case SUSPECT -> shifting.hasFailed(state) ? Diagnosis.SHIFT_FAILED : Diagnosis.LOCATIONS_DISAGREE;
            case DOWN -> diagnoseDown(state);
            case UP -> diagnoseUp(state);
        };
    }

    /** A step leaves the name where it is: what is more urgent need not wait for its end. */
    private boolean isOvertaken(State state) {
        Intent intent = state.intent();
        if (intent == null || !intent.movesAPart() || state.active() == null) {
            return false;
        } else if (state.instructions().order() != null || shifting.mayTakeBack(state)) {
            return true;
        }
        return moment.verdict(state, state.active()) == Verdict.DOWN
                && candidate(state)
                        .filter(to -> moment.obstacles(state).toFailOver(to).isEmpty())
                        .isPresent();
    }

    private Diagnosis diagnoseDown(State state) {
        if (candidate(state).isPresent()) {
            return moment.obstacles(state).brake().isPresent() ? Diagnosis.FLEET_BRAKED : Diagnosis.ACTIVE_DOWN;
        }
        boolean all = state.endpoints().values().allMatch(endpoint -> endpoint.verdict() == Verdict.DOWN);
        return all ? Diagnosis.ALL_DOWN : Diagnosis.NO_CANDIDATE;
    }

    private Diagnosis diagnoseUp(State state) {
        if (shifting.hasFailed(state)) {
            return Diagnosis.SHIFT_FAILED;
        } else if (state.shift() != null) {
            return Diagnosis.SHIFTING;
        }
        if (policy.before(Moment.active(state)).stream().noneMatch(Policy.Candidate::automatic)) {
            return Diagnosis.SETTLED;
        }
        return returning(state).isPresent() ? Diagnosis.FAILBACK_READY : Diagnosis.AWAY;
    }

    private State act(Diagnosis diagnosis, State state) {
        String active = state.active() == null
                ? "no endpoint is active"
                : moment.said(state, Moment.active(state)) + Shifting.said(state);
        return switch (diagnosis) {
            case IN_FLIGHT -> new InFlight(moment).followUp(state);
            case REFUSED -> holdRefused(state);
            case NOT_CLAIMED ->
                moment.intend(state, MoveKind.CLAIM, null, "to learn which endpoint the name has", null);
            case ORDERED -> new Ordered(moment, settled -> act(diagnose(settled), settled)).carryOut(state);
            case NO_FRESH_CHECKS ->
                moment.hold(
                        state,
                        diagnosis,
                        active,
                        List.of("nothing is known of the active endpoint"),
                        "fresh checks from " + policy.minLocations() + " locations that can see");
            case LOCATIONS_DISAGREE ->
                moment.hold(
                        state,
                        diagnosis,
                        active,
                        List.of("the locations disagree"),
                        "more than half of the locations agreeing that it is DOWN");
            case ALL_DOWN, NO_CANDIDATE ->
                moment.hold(
                        state,
                        diagnosis,
                        active + "; no other endpoint can take the name",
                        whyNoCandidate(state),
                        "the end of what blocks an endpoint, or an order");
            case SHIFTING -> shifting.goOn(state);
            case SHIFT_FAILED -> shifting.takeBack(state);
            case SETTLED -> moment.explain(state, diagnosis, active, List.of(), "that endpoint going DOWN");
            case AWAY ->
                moment.explain(
                        state,
                        diagnosis,
                        active + "; the preferred endpoint cannot take the name back",
                        whyNoReturn(state),
                        "the end of what blocks the preferred endpoint, or an order");
            case ACTIVE_DOWN, FLEET_BRAKED -> failOver(state, diagnosis);
            case FAILBACK_READY -> failBack(state);
        };
    }

    private State holdRefused(State state) {
        Refusal refusal = state.refusal();
        if (refusal == null) {
            throw new AssertionError("refused without a refusal");
        }
        return moment.hold(
                state,
                Diagnosis.REFUSED,
                refusal.decisionId() + " was not carried out",
                List.of(refusal.reason()),
                "a new look at the zone at " + refusal.retryAt());
    }

    private State failOver(State state, Diagnosis diagnosis) {
        String from = Moment.active(state);
        String to = candidate(state).orElseThrow();
        String reason = moment.said(state, from) + "; " + moment.said(state, to);
        List<String> blocks = moment.obstacles(state).toFailOver(to);
        if (!blocks.isEmpty()) {
            return moment.hold(state, diagnosis, reason, blocks, whatEndsIt(diagnosis));
        }
        String emergency = moment.obstacles(state).isEmergency(to) ? "; an emergency within the cool-down" : "";
        return moment.intend(
                state,
                MoveKind.FAILOVER,
                to,
                reason + emergency + dataLoss(state, to),
                state.endpoint(from, now).firstFailureAt());
    }

    private String whatEndsIt(Diagnosis diagnosis) {
        return diagnosis == Diagnosis.FLEET_BRAKED
                ? "`failover release " + policy.service() + "`, or an order"
                : "the end of what holds it, or an order";
    }

    /** A move that may lose data says how much (scenario 21). */
    private String dataLoss(State state, String to) {
        Lag lag = state.endpoint(to, now).lag();
        if (policy.dataLoss() == null) {
            return "";
        } else if (lag == null) {
            return "; how much data is lost is not known";
        }
        return "; at most " + lag.lossAt(now).toSeconds() + " s of writes are lost (" + to + " was "
                + lag.behind().toSeconds() + " s behind at " + lag.takenAt() + ")";
    }

    private State failBack(State state) {
        String to = returning(state).orElseThrow();
        String reason =
                moment.said(state, to) + " since " + state.endpoint(to, now).since();
        List<String> blocks = new ArrayList<>(moment.obstacles(state).toFailBack(to));
        if (!policy.failback().automatic()) {
            blocks.add(0, "failback is manual");
            return moment.explain(
                    state,
                    Diagnosis.FAILBACK_READY,
                    reason + "; failback is manual",
                    blocks,
                    "`failover failback " + policy.service() + "`");
        } else if (!blocks.isEmpty()) {
            return moment.hold(
                    state, Diagnosis.FAILBACK_READY, reason, blocks, "the end of what holds it, or an order");
        }
        return shifting.begin(state, MoveKind.FAILBACK, to, false, reason);
    }

    /**
     * The first endpoint in order, other than the active one, that nothing keeps from taking over; before all, the one
     * that has a part of the answers already.
     */
    private Optional<String> candidate(State state) {
        Obstacles obstacles = moment.obstacles(state);
        Stream<Policy.Candidate> sharing =
                others(state).filter(other -> other.name().equals(Shifting.to(state)));
        return Stream.concat(sharing, others(state))
                .filter(other -> obstacles.toTakeOver(other).isEmpty())
                .map(Policy.Candidate::name)
                .findFirst();
    }

    private List<String> whyNoCandidate(State state) {
        Obstacles obstacles = moment.obstacles(state);
        return others(state)
                .flatMap(other -> obstacles.toTakeOver(other).stream())
                .toList();
    }

    private Stream<Policy.Candidate> others(State state) {
        return policy.endpoints().stream().filter(other -> !other.name().equals(state.active()));
    }

    /** The first endpoint in order that is preferred to the active one and can take the name back. */
    private Optional<String> returning(State state) {
        Obstacles obstacles = moment.obstacles(state);
        return policy.before(Moment.active(state)).stream()
                .filter(preferred -> obstacles.toReturn(preferred).isEmpty())
                .map(Policy.Candidate::name)
                .findFirst();
    }

    private List<String> whyNoReturn(State state) {
        Obstacles obstacles = moment.obstacles(state);
        return policy.before(Moment.active(state)).stream()
                .flatMap(preferred -> obstacles.toReturn(preferred).stream())
                .toList();
    }
}
