package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All health checks, and whether each is healthy: by what the {@link Observations} say, or by the control API's word, which
 * goes before. Used on one thread.
 *
 * <pre>
 * the control API has set it   as it says
 * Disabled                     healthy, turned round where Inverted
 * an endpoint's check          as its checkers see it, healthy until there is data; turned round where Inverted
 * CALCULATED                   healthy while HealthThreshold children are: 0 is always, more than there are is never;
 *                              turned round where Inverted
 * any other type               healthy, turned round where Inverted
 * </pre>
 */
public final class HealthChecks {

    static final int MAX_HEALTH_CHECKS = 200;

    /** Caller references of deleted checks that are remembered, the newest. */
    private static final int MAX_DELETED = 10_000;

    /** Calculated checks of calculated checks. */
    private static final int MAX_DEPTH = 8;

    private final Supplier<UUID> ids;
    private final Map<String, HealthCheck> byId = new TreeMap<>();
    private final Observations observations = new Observations();
    private final Set<String> deleted = new LinkedHashSet<>();

    /**
     * One check; its version grows with each update.
     *
     * @param override what the control API has set; null for what the checkers say
     */
    record HealthCheck(
            String id,
            String callerReference,
            long version,
            Xml config,
            @Nullable Boolean override) {

        String type() {
            return text("Type");
        }

        boolean flag(String field) {
            return text(field).equals("true");
        }

        int number(String field) {
            return Integer.parseInt(text(field));
        }

        String text(String field) {
            return config.value(field).orElse("");
        }

        List<String> children() {
            return config.list("ChildHealthChecks", "ChildHealthCheck").stream()
                    .map(child -> child.text().strip())
                    .toList();
        }

        /** Where its checkers are. */
        List<String> regions() {
            List<String> chosen = config.list("Regions", "Region").stream()
                    .map(region -> region.text().strip())
                    .toList();
            return chosen.isEmpty() ? HealthCheckConfig.REGIONS : chosen;
        }
    }

    /** A check and whether this call made it. */
    record Created(HealthCheck check, boolean isNew) {}

    public HealthChecks(Supplier<UUID> ids) {
        this.ids = ids;
    }

    Created create(String callerReference, Xml given) {
        Xml config = HealthCheckConfig.complete(given, byId::containsKey);
        for (HealthCheck check : byId.values()) {
            if (check.callerReference().equals(callerReference)) {
                return new Created(sameOrRefused(check, config), false);
            }
        }
        if (deleted.contains(callerReference)) {
            throw new AwsException(
                    409,
                    "HealthCheckAlreadyExists",
                    "A health check with the same caller reference was created and has been deleted.");
        }
        if (byId.size() >= MAX_HEALTH_CHECKS) {
            throw new AwsException(400, "TooManyHealthChecks", "Limits Exceeded: MAX_HEALTH_CHECKS_BY_OWNER");
        }
        HealthCheck check = new HealthCheck(ids.get().toString(), callerReference, 1, config, null);
        byId.put(check.id(), check);
        return new Created(check, true);
    }

    private static HealthCheck sameOrRefused(HealthCheck check, Xml config) {
        if (check.config().equals(config)) {
            return check;
        }
        throw new AwsException(
                409,
                "HealthCheckAlreadyExists",
                "A health check with the same caller reference and different settings exists.");
    }

    HealthCheck get(String id) {
        HealthCheck check = byId.get(id);
        if (check == null) {
            throw unknown(id);
        }
        return check;
    }

    static AwsException unknown(String id) {
        return new AwsException(
                404,
                "NoSuchHealthCheck",
                "A health check with id " + id.substring(0, Math.min(id.length(), 64)) + " does not exist.");
    }

    HealthCheck update(String id, Xml request) {
        HealthCheck check = get(id);
        String version = request.value("HealthCheckVersion").orElse("");
        if (!version.isEmpty() && !version.equals(Long.toString(check.version()))) {
            throw new AwsException(
                    409,
                    "HealthCheckVersionMismatch",
                    "The health check version is " + check.version() + ", not " + version + ".");
        }
        Xml config = HealthCheckConfig.updated(check.config(), request, byId::containsKey);
        HealthCheck updated =
                new HealthCheck(id, check.callerReference(), check.version() + 1, config, check.override());
        byId.put(id, updated);
        return updated;
    }

    void delete(String id) {
        deleted.add(get(id).callerReference());
        if (deleted.size() > MAX_DELETED) {
            deleted.remove(deleted.iterator().next());
        }
        byId.remove(id);
        observations.forget(id);
    }

    boolean contains(String id) {
        return byId.containsKey(id);
    }

    List<HealthCheck> all() {
        return new ArrayList<>(byId.values());
    }

    /** What one checker has seen; of a check that was deleted meanwhile nothing is kept. */
    void observed(String id, String region, Observations.Result result) {
        HealthCheck check = byId.get(id);
        if (check != null) {
            observations.add(id, region, check.number("FailureThreshold"), result);
        }
    }

    Map<String, Observations.Result> observations(HealthCheck check) {
        return observations.of(check.id(), check.regions());
    }

    /** For the control API: what the DNS server takes for this check's status. */
    public void setHealthy(String id, boolean healthy) {
        override(id, healthy);
    }

    /** For the control API: the checkers' word counts again. */
    public void release(String id) {
        override(id, null);
    }

    private void override(String id, @Nullable Boolean healthy) {
        byId.computeIfPresent(
                id, (same, was) -> new HealthCheck(id, was.callerReference(), was.version(), was.config(), healthy));
    }

    /** For the control API: whether a check counts as healthy; empty when there is no such check. */
    public Optional<Boolean> isHealthy(String id) {
        return Optional.ofNullable(byId.get(id)).map(check -> isHealthy(check, MAX_DEPTH));
    }

    /** Whether a record set with this check counts as healthy; a check that is gone does. */
    public boolean isHealthy(RecordSet set) {
        return set.healthCheckId() == null || isHealthy(set.healthCheckId()).orElse(true);
    }

    private boolean isHealthy(HealthCheck check, int depth) {
        if (check.override() != null) {
            return check.override();
        }
        boolean seen = check.flag("Disabled") || depth == 0 || isWell(check, depth);
        return seen != check.flag("Inverted");
    }

    private boolean isWell(HealthCheck check, int depth) {
        if (check.type().equals("CALCULATED")) {
            long healthy = check.children().stream()
                    .map(byId::get)
                    .filter(child -> child == null || isHealthy(child, depth - 1))
                    .count();
            return healthy >= check.number("HealthThreshold");
        }
        return observations.isUp(check.id(), check.regions());
    }
}
