package dev.failover.decision.core;

import java.util.List;
import java.util.function.UnaryOperator;

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
        } else if (order.to().equals(state.active())) {
            State there = settled(state, wish + " changed nothing: the name is there");
            return judgedAgain.apply(there.withInstructions(there.instructions().withPin(order.pin())));
        }
        List<String> blocks = moment.obstacles(state).toObey(order.to());
        if (!order.force() && !blocks.isEmpty()) {
            String refused = wish + " was refused: " + String.join("; ", blocks) + "; --force moves it all the same";
            return judgedAgain.apply(settled(state, refused));
        }
        State settled = settled(state, wish + " was carried out");
        State pinned = settled.withInstructions(settled.instructions().withPin(order.pin()));
        return moment.intend(
                pinned, MoveKind.MANUAL, order.to(), "ordered by " + order.by() + ": " + order.reason(), null);
    }

    static State settled(State state, String answer) {
        return state.withInstructions(state.instructions().settled(answer));
    }
}
