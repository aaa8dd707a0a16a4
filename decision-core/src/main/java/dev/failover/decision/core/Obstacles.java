package dev.failover.decision.core;

import dev.failover.decision.core.Instructions.Term;
import dev.failover.decision.core.Policy.DataLoss.Beyond;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an endpoint from taking the name, and the automation from moving it: one sentence each, none where there is
 * nothing. A sentence holds no figure that changes by itself, so that a steady service has a steady explanation.
 *
 * <pre>
 *                                        a failover   a failback   an order without force
 * not UP                                     x            x            x
 * under maintenance                          x            x            x
 * not ready, by its own checks               x            x            x
 * only a person may give it the name         x            x
 * more data lost than the limit              x (1)        x            x (2)
 * not seen well since the active failed      x
 * UP only since the active went DOWN         x, until steadyFor
 * UP not for stableFor yet                                x
 * flapping                                                x
 * mode, pause, override, warm-up             x            x
 * cool-down                                  x (3)        x
 * the fleet's brake                          x            x
 * </pre>
 *
 * (1) unless beyond is ALLOW; (2) only where it is BLOCK: where it is ASK the order is the answer; (3) but for one emergency
 * move within a cool-down that follows a move.
 */
final class Obstacles {

    private final Policy policy;
    private final State state;
    private final Instant now;
    private final @Nullable Incident incident;

    Obstacles(Policy policy, State state, Instant now, @Nullable Incident incident) {
        this.policy = policy;
        this.state = state;
        this.now = now;
        this.incident = incident;
    }

    /** What keeps this endpoint from taking the name from an active one that is DOWN. */
    List<String> toTakeOver(Policy.Candidate candidate) {
        String to = candidate.name();
        List<String> found = new ArrayList<>(toServe(to));
        if (!candidate.automatic() && !isOrdered(to)) {
            found.add("only a person may give the name to " + to);
        }
        if (policy.dataLoss() != null && policy.dataLoss().beyond() != Beyond.ALLOW) {
            addDataLoss(to, found);
        }
        addUnsteady(to, found);
        addUnseen(to, found);
        return found;
    }

    /** Whether a person has given it a part of the answers already. */
    private boolean isOrdered(String endpoint) {
        Shift shift = state.shift();
        return shift != null && shift.kind() == MoveKind.MANUAL && shift.to().equals(endpoint);
    }

    /** What keeps an endpoint that has a part of the answers from getting more. */
    List<String> toGetMore(Shift shift) {
        String to = shift.to();
        List<String> found = new ArrayList<>(shift.kind() == MoveKind.MANUAL ? toObey(to) : toServe(to));
        if (shift.kind() != MoveKind.MANUAL && policy.dataLoss() != null) {
            addDataLoss(to, found);
        }
        if (found.isEmpty() && state.endpoint(to, now).isShaking(policy, now)) {
            found.add("checks of " + to + " fail");
        }
        found.addAll(toTakeBack(shift.kind()));
        return found;
    }

    /** What keeps the automation from giving back what an endpoint has got of the answers, or giving it more. */
    List<String> toTakeBack(MoveKind kind) {
        List<String> found = new ArrayList<>();
        if (policy.mode() == Mode.MANUAL && kind != MoveKind.MANUAL) {
            found.add("the mode is manual");
        }
        addPause(found);
        brake().ifPresent(found::add);
        return found;
    }

    /** What keeps this endpoint from taking the name back from an active one that is UP. */
    List<String> toReturn(Policy.Candidate candidate) {
        String to = candidate.name();
        Endpoint endpoint = state.endpoint(to, now);
        List<String> found = new ArrayList<>(toServe(to));
        if (!candidate.automatic()) {
            found.add("only a person may give the name to " + to);
        }
        if (policy.dataLoss() != null) {
            addDataLoss(to, found);
        }
        Duration stableFor = policy.failback().stableFor();
        if (endpoint.verdict() == Verdict.UP && now.isBefore(endpoint.since().plus(stableFor))) {
            found.add(to + " is UP since " + endpoint.since() + " and must be for " + said(stableFor));
        }
        if (endpoint.isFlapping(policy, now)) {
            found.add(to + " flaps: it went DOWN " + policy.flapping().falls() + " times within "
                    + said(policy.flapping().within()));
        }
        return found;
    }

    /** What keeps an order of a person from being obeyed, unless they force it. */
    List<String> toObey(String to) {
        List<String> found = new ArrayList<>(toServe(to));
        if (policy.dataLoss() != null && policy.dataLoss().beyond() == Beyond.BLOCK) {
            addDataLoss(to, found);
        }
        return found;
    }

    private List<String> toServe(String to) {
        Endpoint endpoint = state.endpoint(to, now);
        List<String> found = new ArrayList<>();
        if (endpoint.verdict() != Verdict.UP) {
            found.add(to + " is " + endpoint.said(policy, now));
        }
        Term maintenance = state.instructions().maintenance().get(to);
        if (maintenance != null) {
            found.add(to + " is under maintenance " + maintenance.said());
        }
        String unready = endpoint.unready(policy, now);
        if (unready != null) {
            found.add(to + " is not ready: " + unready);
        }
        return found;
    }

    private void addDataLoss(String to, List<String> found) {
        Lag lag = state.endpoint(to, now).lag();
        Policy.DataLoss rule = policy.dataLoss();
        if (rule == null) {
            return;
        } else if (lag == null) {
            found.add("how far the data of " + to + " is behind was never told");
        } else if (lag.lossAt(now).compareTo(rule.limit()) > 0) {
            found.add("the data of " + to + " is behind by more than " + said(rule.limit()));
        }
    }

    private void addUnsteady(String to, List<String> found) {
        Endpoint endpoint = state.endpoint(to, now);
        Endpoint active = state.endpoint(String.valueOf(state.active()), now);
        boolean cameLater = endpoint.verdict() == Verdict.UP && endpoint.since().isAfter(active.since());
        if (cameLater && now.isBefore(endpoint.since().plus(policy.moves().steadyFor()))) {
            found.add(to + " came UP only at " + endpoint.since() + " and must be UP for "
                    + said(policy.moves().steadyFor()));
        }
    }

    /** Both may be failing, and this one's votes be only a check behind (scenario 20). */
    private void addUnseen(String to, List<String> found) {
        Endpoint endpoint = state.endpoint(to, now);
        String from = String.valueOf(state.active());
        Instant failing = state.endpoint(from, now).firstFailureAt();
        if (endpoint.verdict() != Verdict.UP) {
            return;
        } else if (endpoint.isShaking(policy, now)) {
            found.add("checks of " + to + " fail, too");
        } else if (failing != null && endpoint.passedSince(failing) < policy.minLocations()) {
            found.add("too few checks of " + to + " have passed since those of " + from + " fail");
        }
    }

    /** What keeps the automation from a failover that has a candidate. */
    List<String> toFailOver(String to) {
        List<String> found = toMove(to);
        CoolDown coolDown = state.coolDown();
        if (coolDown != null && coolDown.covers(now) && !isEmergency(to)) {
            found.add("cool-down until " + coolDown.until()
                    + (coolDown.emergency() ? ", and its one emergency move is used up" : ""));
        }
        return found;
    }

    /** What keeps the automation from a failback. */
    List<String> toFailBack(String to) {
        List<String> found = toMove(to);
        CoolDown coolDown = state.coolDown();
        if (coolDown != null && coolDown.covers(now)) {
            found.add("cool-down until " + coolDown.until());
        }
        return found;
    }

    /**
     * A cool-down is against flapping: it does not keep the name at a dead endpoint while another is well (scenario 27).
     * The one after an override is there to give people time, and has no exception (scenario 34).
     */
    boolean isEmergency(String to) {
        CoolDown coolDown = state.coolDown();
        return coolDown != null
                && coolDown.covers(now)
                && coolDown.kind() != null
                && policy.moves().emergency()
                && !coolDown.emergency()
                && !state.endpoint(to, now).isFlapping(policy, now);
    }

    private void addPause(List<String> found) {
        Instructions.Term pause = state.instructions().pause();
        if (pause != null) {
            found.add("paused " + pause.said());
        }
    }

    private List<String> toMove(String to) {
        List<String> found = new ArrayList<>();
        Instructions said = state.instructions();
        if (policy.mode() == Mode.MANUAL) {
            found.add("the mode is manual");
        }
        addPause(found);
        // What a person keeps there may get there sooner than they said: a gradual move is not at its end.
        if (said.pin() != null && !said.pin().endpoint().equals(to)) {
            found.add(
                    "kept at " + said.pin().endpoint() + " " + said.pin().term().said());
        }
        if (state.bornAt() != null && now.isBefore(state.bornAt().plus(policy.warmUp()))) {
            found.add("watched only since " + state.bornAt() + " and must be for " + said(policy.warmUp()));
        }
        brake().ifPresent(found::add);
        return found;
    }

    /** What the fleet's brake says, if it holds. */
    Optional<String> brake() {
        Brake brake = state.brake();
        if (brake != null && brake.holds()) {
            return Optional.of("the fleet's brake " + brake.incident().id() + " holds: "
                    + brake.incident().sentence());
        }
        boolean released =
                brake != null && incident != null && brake.incident().id().equals(incident.id());
        return incident == null || released ? Optional.empty() : Optional.of(incident.sentence());
    }

    private static String said(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
