package dev.failover.decision.core;

import java.util.List;

/**
 * Follows a decision that is not confirmed: it is published again while its reason stands, and lapses when that is gone and
 * it was not accepted.
 */
final class InFlight {

    private final Moment moment;

    InFlight(Moment moment) {
        this.moment = moment;
    }

    State followUp(State state) {
        Intent intent = intent(state);
        if (!intent.accepted() && isWellAgain(state, intent)) {
            return lapse(state, intent, moment.said(state, Moment.active(state)) + " again");
        }
        boolean late = moment.isPast(intent.publishedAt(), moment.policy().intentTimeout());
        boolean pointless =
                intent.to() != null && !intent.accepted() && moment.verdict(state, intent.to()) == Verdict.DOWN;
        if (late && pointless && (intent.kind() != MoveKind.MANUAL || intent.isStep())) {
            return lapse(state, intent, moment.said(state, intent.to()) + " now");
        } else if (late && (intent.accepted() || isStillRight(state, intent))) {
            return moment.published(state, intent.publishedAgain(moment.now()), true);
        }
        return moment.explain(
                state,
                Diagnosis.IN_FLIGHT,
                intent.decisionId() + " (" + intent.said() + ") is in flight since " + intent.decidedAt()
                        + (intent.accepted() ? ", accepted" : ""),
                List.of("one decision at a time"),
                "its confirmation by the dns-actuator");
    }

    private static Intent intent(State state) {
        if (state.intent() == null) {
            throw new AssertionError("in flight without an intent: " + state.explanation());
        }
        return state.intent();
    }

    private boolean isWellAgain(State state, Intent intent) {
        return intent.kind() == MoveKind.FAILOVER
                && state.active() != null
                && moment.verdict(state, state.active()) == Verdict.UP;
    }

    /** What was decided on evidence is published again only while the evidence stands: UNKNOWN moves nothing. */
    private boolean isStillRight(State state, Intent intent) {
        return switch (intent.kind()) {
            case CLAIM -> true;
            case MANUAL -> !intent.isStep() || moment.verdict(state, intent.to()) == Verdict.UP;
            case FAILOVER ->
                moment.verdict(state, state.active()) == Verdict.DOWN
                        && moment.verdict(state, intent.to()) == Verdict.UP;
            case FAILBACK -> moment.verdict(state, intent.to()) == Verdict.UP;
        };
    }

    /** Whatever the zone holds by now, the claim reads it after all that was decided before. */
    private State lapse(State state, Intent intent, String why) {
        String reason = intent.decisionId() + " lapses before it was accepted, since " + why;
        return moment.intend(state.with(draft -> draft.intent = null), MoveKind.CLAIM, null, reason, null);
    }
}
