package dev.failover.decision.core;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Carries out a person's order to move, or settles it with the reason why not. */
final class Ordered {

    private final Moment moment;
    private final UnaryOperator<State> judgedAgain;

    /**
     * For one judgement.
     *
     * @param judgedAgain judges a service whose order is settled, as if it had not been given
     */
    Ordered(Moment moment, UnaryOperator<State> judgedAgain) {
        this.moment = moment;
        this.judgedAgain = judgedAgain;
    }

    State carryOut(State state) {
        Order order = state.instructions().order();
        if (order == null) {
            throw new AssertionError("ordered without an order");
        }
        String wish = "the order of " + order.by() + " to move to " + order.to();
        if (!moment.policy().has(order.to())) {
            return judgedAgain.apply(settled(state, wish + " was refused: there is no such endpoint"));
        } else if (order.to().equals(state.active()) && !Shifting.isUnderWay(state)) {
            State there = settled(state, wish + " changed nothing: the name is there");
            return judgedAgain.apply(pinned(there, order));
        }
        List<String> blocks = moment.obstacles(state).toObey(order.to());
        if (!order.force() && !blocks.isEmpty()) {
            String refused = wish + " was refused: " + String.join("; ", blocks) + "; --force moves it all the same";
            return judgedAgain.apply(settled(state, refused));
        }
        String reason = "ordered by " + order.by() + ": " + order.reason();
        boolean atOnce = order.atOnce()
                || order.force()
                || order.to().equals(state.active())
                || moment.policy().gradual() == null;
        if (!atOnce && order.to().equals(Shifting.to(state))) {
            State goesOn = settled(state, wish + " is being carried out by steps");
            return judgedAgain.apply(pinned(goesOn, order).with(draft -> draft.shift = ordered(draft.shift, reason)));
        }
        Shifting shifting = new Shifting(moment);
        boolean bySteps = !atOnce && shifting.goesBySteps(state);
        State settled = settled(state, wish + (bySteps ? " is being carried out by steps" : " was carried out"));
        return shifting.begin(pinned(settled, order), MoveKind.MANUAL, order.to(), atOnce, reason);
    }

    private static State pinned(State state, Order order) {
        return state.withInstructions(state.instructions().withPin(order.pin()));
    }

    private static @Nullable Shift ordered(@Nullable Shift shift, String reason) {
        return shift == null ? null : shift.orderedBy(reason);
    }

    static State settled(State state, String answer) {
        return state.withInstructions(state.instructions().settled(answer));
    }
}
