package dev.failover.decision.core;

/** A person said something. Orders are carried out with the next {@link Tick}. */
public sealed interface CommandSeen extends Event
        permits CommandSeen.Move, CommandSeen.Return, CommandSeen.Hold, CommandSeen.Resume {

    /** Move the name to an endpoint. */
    record Move(Order order) implements CommandSeen {
        @Override
        public Outcome apply(Policy policy, State state) {
            return Outcome.of(state.withOrder(order));
        }
    }

    /** Move the name to the preferred endpoint. */
    record Return(String by, String reason, java.time.Instant at) implements CommandSeen {
        @Override
        public Outcome apply(Policy policy, State state) {
            return Outcome.of(state.withOrder(new Order(policy.preferred(), false, by, reason, at)));
        }
    }

    /** Nothing moves by itself until then. */
    record Hold(Pause pause) implements CommandSeen {
        @Override
        public Outcome apply(Policy policy, State state) {
            return Outcome.of(state.withPause(pause));
        }
    }

    /** A pause ends. */
    record Resume() implements CommandSeen {
        @Override
        public Outcome apply(Policy policy, State state) {
            return Outcome.of(state.withPause(null));
        }
    }
}
