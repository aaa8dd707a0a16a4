package dev.failover.decision.core;

import dev.failover.decision.core.Instructions.Term;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person said something. Orders are carried out with the next {@link Tick}. */
public sealed interface CommandSeen extends Event
        permits CommandSeen.Move,
                CommandSeen.Return,
                CommandSeen.Hold,
                CommandSeen.Maintain,
                CommandSeen.Resume,
                CommandSeen.Release {

    /** What people have said after this. */
    Instructions heard(Policy policy, Instructions before);

    @Override
    default Outcome apply(Policy policy, State state) {
        Instructions next = heard(policy, state.instructions());
        return Outcome.of(state.with(draft -> draft.instructions = next));
    }

    /** Move the name to an endpoint. */
    record Move(Order order) implements CommandSeen {
        @Override
        public Instructions heard(Policy policy, Instructions before) {
            return before.withOrder(order);
        }
    }

    /** Move the name to the preferred endpoint. */
    record Return(boolean force, String by, String reason, Instant at, boolean atOnce) implements CommandSeen {

        /** As the policy says: by steps, or at once. */
        public Return(boolean force, String by, String reason, Instant at) {
            this(force, by, reason, at, false);
        }

        @Override
        public Instructions heard(Policy policy, Instructions before) {
            return before.withOrder(new Order(policy.preferred(), force, by, reason, at, null, atOnce));
        }
    }

    /** Nothing moves by itself until then. */
    record Hold(Term pause) implements CommandSeen {
        @Override
        public Instructions heard(Policy policy, Instructions before) {
            return before.withPause(pause);
        }
    }

    /** An endpoint is not given the name until then. */
    record Maintain(String endpoint, Term term) implements CommandSeen {
        @Override
        public Instructions heard(Policy policy, Instructions before) {
            return before.withMaintenance(before.maintenance().with(endpoint, term));
        }
    }

    /**
     * What was said for a time ends now.
     *
     * @param endpoint whose maintenance ends; null ends the pause, the override and every maintenance
     */
    record Resume(@Nullable String endpoint) implements CommandSeen {
        @Override
        public Instructions heard(Policy policy, Instructions before) {
            return endpoint == null
                    ? before.withPause(null).withPin(null).withMaintenance(ByName.none())
                    : before.withMaintenance(before.maintenance().without(endpoint));
        }
    }

    /** The fleet's brake lets this service go. */
    record Release() implements CommandSeen {
        @Override
        public Instructions heard(Policy policy, Instructions before) {
            return before;
        }

        @Override
        public Outcome apply(Policy policy, State state) {
            return Outcome.of(state.with(draft -> draft.brake = draft.brake == null ? null : draft.brake.asReleased()));
        }
    }
}
