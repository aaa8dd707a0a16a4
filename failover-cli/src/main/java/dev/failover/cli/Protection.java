package dev.failover.cli;

import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.event.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a failure of a service's active endpoint now would move its name, and if not, why (scenario 67). */
final class Protection {

    /** A state is written anew long before this: an older one has no decision-service behind it. */
    private static final Duration OLD = Duration.ofMinutes(2);

    private Protection() {}

    /** What people and the brake have set, each in one word; empty where nothing is. */
    static List<String> marks(ServiceState state) {
        List<String> marks = new ArrayList<>();
        if (state.pause() != null) {
            marks.add("paused");
        }
        if (state.pin() != null) {
            marks.add("kept");
        }
        if (!state.maintenance().isEmpty()) {
            marks.add("maintenance");
        }
        if (isBraked(state)) {
            marks.add("braked");
        }
        return marks;
    }

    private static boolean isBraked(ServiceState state) {
        return state.explanation().diagnosis().equals("FLEET_BRAKED")
                || (state.brake() != null && !state.brake().released());
    }

    /** The first reason why it is not protected; empty where it is. */
    static Optional<String> gap(ServiceSpec spec, @Nullable ServiceState state, Instant now) {
        if (state == null) {
            return Optional.of("not judged");
        }
        Duration old = longer(OLD, spec.policy().staleAfter().multipliedBy(2));
        if (state.at().plus(old).isBefore(now)) {
            return Optional.of("not judged since " + state.at());
        } else if (spec.policy().mode() != Policy.Mode.AUTO) {
            return Optional.of("mode " + spec.policy().mode());
        } else if (state.pause() != null) {
            return Optional.of("paused");
        } else if (state.pin() != null) {
            return Optional.of("kept");
        } else if (isBraked(state)) {
            return Optional.of("braked");
        }
        return unseen(state).or(() -> nowhereToGo(spec, state));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Optional<String> unseen(ServiceState state) {
        String active = state.active();
        if (active == null) {
            return Optional.of("unclaimed");
        }
        return verdict(state, active) == Verdict.UNKNOWN ? Optional.of(active + " UNKNOWN") : Optional.empty();
    }

    private static Verdict verdict(ServiceState state, String endpoint) {
        return state.endpoints().stream()
                .filter(known -> known.name().equals(endpoint))
                .map(ServiceState.EndpointState::verdict)
                .findFirst()
                .orElse(Verdict.UNKNOWN);
    }

    private static Optional<String> nowhereToGo(ServiceSpec spec, ServiceState state) {
        boolean another = spec.endpoints().stream()
                .filter(endpoint -> endpoint.automatic() && !endpoint.name().equals(state.active()))
                .anyMatch(endpoint -> verdict(state, endpoint.name()) == Verdict.UP
                        && !state.maintenance().containsKey(endpoint.name()));
        return another ? Optional.empty() : Optional.of("no other endpoint can take over");
    }
}
