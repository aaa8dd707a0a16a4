package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** All health checks, kept as they were told. Nothing is probed: a check is healthy until the control API says otherwise. */
public final class HealthChecks {

    static final int MAX_HEALTH_CHECKS = 200;

    private final Supplier<UUID> ids;
    private final Map<String, HealthCheck> byId = new TreeMap<>();

    /** One check; its version grows with each update. */
    record HealthCheck(String id, String callerReference, long version, Xml config, boolean healthy) {}

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
        if (byId.size() >= MAX_HEALTH_CHECKS) {
            throw new AwsException(400, "TooManyHealthChecks", "Limits Exceeded: MAX_HEALTH_CHECKS_BY_OWNER");
        }
        HealthCheck check = new HealthCheck(ids.get().toString(), callerReference, 1, config, true);
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
                new HealthCheck(id, check.callerReference(), check.version() + 1, config, check.healthy());
        byId.put(id, updated);
        return updated;
    }

    void delete(String id) {
        get(id);
        byId.remove(id);
    }

    boolean contains(String id) {
        return byId.containsKey(id);
    }

    List<HealthCheck> all() {
        return new ArrayList<>(byId.values());
    }

    /** For the control API: what the DNS server takes for this check's status. False when there is no such check. */
    public boolean setHealthy(String id, boolean healthy) {
        return byId.computeIfPresent(
                        id,
                        (same, was) -> new HealthCheck(id, was.callerReference(), was.version(), was.config(), healthy))
                != null;
    }

    /** Whether a record set with this check counts as healthy; a check that is gone does. */
    public boolean isHealthy(RecordSet set) {
        HealthCheck check = set.healthCheckId() == null ? null : byId.get(set.healthCheckId());
        return check == null || check.healthy();
    }
}
