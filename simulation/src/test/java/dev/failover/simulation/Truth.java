package dev.failover.simulation;

import dev.failover.event.Endpoint;
import dev.failover.event.Observation;
import dev.failover.event.ServiceSpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one service really is, which only the world and the checker know, and what of it has reached the log. */
final class Truth {

    static final List<String> LOCATIONS = List.of("a", "b", "c");
    private static final long NEVER = -1_000_000_000L;

    /** The specification as last written. */
    ServiceSpec spec;

    final List<String> endpoints;
    final boolean[] up;
    final boolean[] unready;
    final double[] lagSeconds;

    /** By location and endpoint: whether the way there is broken. */
    final boolean[][] blocked;

    /** By location and endpoint: when the newest check that passed, or failed, and is in the log, was really made. */
    private final long[][] passedAt;

    private final long[][] failedAt;

    /** By location and endpoint: when the log got the last check that says something of the endpoint. */
    private final long[][] heardAt;

    Truth(ServiceSpec spec) {
        this.spec = spec;
        this.endpoints = spec.endpoints().stream().map(Endpoint::name).toList();
        int count = endpoints.size();
        this.up = new boolean[count];
        Arrays.fill(up, true);
        this.unready = new boolean[count];
        this.lagSeconds = new double[count];
        this.blocked = new boolean[LOCATIONS.size()][count];
        this.passedAt = never(count);
        this.failedAt = never(count);
        this.heardAt = never(count);
    }

    private static long[][] never(int count) {
        long[][] times = new long[LOCATIONS.size()][count];
        for (long[] each : times) {
            Arrays.fill(each, NEVER);
        }
        return times;
    }

    String name() {
        return spec.service();
    }

    int indexOf(@Nullable String endpoint) {
        return endpoints.indexOf(endpoint);
    }

    /** An observation is in the log; {@code address} carries when it was really made, which nobody else reads. */
    void note(Observation observation, long now) {
        int location = LOCATIONS.indexOf(observation.location());
        int endpoint = indexOf(observation.endpoint());
        if (observation.outcome() == Observation.Outcome.PROBER_ERROR) {
            return;
        }
        long madeAt = Long.parseLong(String.valueOf(observation.address()));
        long[][] times = observation.outcome() == Observation.Outcome.FAIL ? failedAt : passedAt;
        times[location][endpoint] = Math.max(times[location][endpoint], madeAt);
        heardAt[location][endpoint] = now;
    }

    /** In how many locations a check passed since then. */
    int passedSince(int endpoint, long time) {
        return countSince(passedAt, endpoint, time);
    }

    int failedSince(int endpoint, long time) {
        return countSince(failedAt, endpoint, time);
    }

    int heardSince(int endpoint, long time) {
        return countSince(heardAt, endpoint, time);
    }

    private static int countSince(long[][] times, int endpoint, long time) {
        int count = 0;
        for (long[] location : times) {
            count += location[endpoint] >= time ? 1 : 0;
        }
        return count;
    }

    /** What the name servers should answer for an endpoint. */
    @Nullable
    String holder(dev.failover.event.Target target) {
        return spec.endpoints().stream()
                .filter(endpoint -> endpoint.target().equals(target))
                .map(Endpoint::name)
                .findFirst()
                .orElse(null);
    }
}
