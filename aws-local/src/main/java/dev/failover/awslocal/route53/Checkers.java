package dev.failover.awslocal.route53;

import dev.failover.awslocal.route53.HealthChecks.HealthCheck;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the health checks: one checker a region, each in a rhythm of its own. A checker has one check under way at most, and
 * all together {@link #MAX_UNDER_WAY}; one that is due beyond that waits for its next look. Owned by the verticle; used on
 * its event loop only.
 */
public final class Checkers {

    static final int MAX_UNDER_WAY = 128;

    private static final long SHORTEST_LOOK_MILLIS = 10;
    private static final long LONGEST_LOOK_MILLIS = 500;
    private static final int LOOKS_AN_INTERVAL = 20;

    private final Vertx vertx;
    private final HealthChecks healthChecks;
    private final EndpointCheck endpointCheck;
    private final InstantSource clock;
    private final int scale;
    private final Map<Place, Instant> due = new HashMap<>();
    private final Set<Place> underWay = new HashSet<>();

    /** One checker of one check. */
    private record Place(String check, String region) {}

    /**
     * Not started yet.
     *
     * @param scale how many times faster than Route 53; the time that an endpoint has to answer is not shortened
     */
    public Checkers(Vertx vertx, HealthChecks healthChecks, InstantSource clock, int scale) {
        this.vertx = vertx;
        this.healthChecks = healthChecks;
        this.endpointCheck = new EndpointCheck(vertx);
        this.clock = clock;
        this.scale = scale;
    }

    public void start() {
        long look = interval("10").toMillis() / LOOKS_AN_INTERVAL;
        vertx.setPeriodic(Math.max(SHORTEST_LOOK_MILLIS, Math.min(look, LONGEST_LOOK_MILLIS)), timer -> look());
    }

    private void look() {
        List<HealthCheck> checks = healthChecks.all().stream()
                .filter(check -> HealthCheckConfig.ENDPOINT_TYPES.contains(check.type()))
                .filter(check -> !check.flag("Disabled"))
                .toList();
        Set<Place> places = new HashSet<>();
        for (HealthCheck check : checks) {
            List<String> regions = check.regions();
            for (String region : regions) {
                Place place = new Place(check.id(), region);
                places.add(place);
                lookAt(check, place, regions.indexOf(region) / (double) regions.size());
            }
        }
        due.keySet().retainAll(places);
    }

    /** The checkers of one check are spread over its interval; the first begins at once. */
    private void lookAt(HealthCheck check, Place place, double offset) {
        Instant now = clock.instant();
        Duration interval = interval(check.text("RequestInterval"));
        Instant at = due.computeIfAbsent(place, first -> now.plusMillis((long) (interval.toMillis() * offset)));
        if (now.isBefore(at) || underWay.size() >= MAX_UNDER_WAY || !underWay.add(place)) {
            return;
        }
        due.put(place, now.plus(interval));
        endpointCheck.of(check).onComplete(outcome -> {
            underWay.remove(place);
            boolean passed = outcome.succeeded();
            String status = passed
                    ? "Success: " + outcome.result()
                    : "Failure: " + outcome.cause().getMessage();
            healthChecks.observed(check.id(), place.region(), new Observations.Result(passed, status, clock.instant()));
        });
    }

    private Duration interval(String seconds) {
        return Duration.ofSeconds(Long.parseLong(seconds)).dividedBy(scale);
    }
}
