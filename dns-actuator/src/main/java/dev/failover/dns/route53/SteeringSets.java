package dev.failover.dns.route53;

import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.event.DnsRecord;
import dev.failover.event.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.HealthCheckType;

/**
 * What a steered name is made of: two failover sets, and on the primary one a calculated check over one inverted check a
 * steering endpoint. Each of those asks whether the name shall be at the secondary endpoint; silence, and any other answer,
 * is healthy, and leaves the name at the primary one.
 *
 * @param owner the deployment that manages the name
 * @param targets of the two endpoints
 * @param primary the endpoint where the name is while all are silent
 */
public record SteeringSets(
        String owner,
        String service,
        DnsRecord record,
        Map<String, Target> targets,
        String primary,
        SteeringEndpoints endpoints) {

    /** Route 53's shorter one. */
    static final int INTERVAL_SECONDS = 10;

    /** From one question of a checker to its next. */
    public static final Duration INTERVAL = Duration.ofSeconds(INTERVAL_SECONDS);

    /** What a checker waits for an endpoint: 4 s to connect and 2 s for the status. */
    public static final Duration ANSWER = Duration.ofSeconds(6);

    /** Until the name servers act on their checkers' word: not promised by AWS, seen. */
    public static final Duration PROPAGATION = Duration.ofSeconds(10);

    public SteeringSets {
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        if (targets.size() != 2 || !targets.containsKey(primary)) {
            throw new IllegalArgumentException(
                    service + " must have two endpoints, " + primary + " among them, was '" + targets.keySet() + "'");
        }
    }

    /** With the roles so that silence leads to this endpoint. */
    SteeringSets withPrimary(String endpoint) {
        return new SteeringSets(owner, service, record, targets, endpoint, endpoints);
    }

    String secondary() {
        return targets.keySet().stream()
                .filter(name -> !name.equals(primary))
                .findFirst()
                .orElseThrow();
    }

    /** One a steering endpoint, in their order. */
    List<HealthCheckConfig> checks() {
        return endpoints.urls().stream()
                .map(url -> {
                    boolean tls = "https".equals(url.getScheme());
                    HealthCheckConfig.Builder config = HealthCheckConfig.builder()
                            // A string is looked for, so that another server's 200 (a parked domain, a balancer's
                            // default page)
                            // does not move the name.
                            .type(tls ? HealthCheckType.HTTPS_STR_MATCH : HealthCheckType.HTTP_STR_MATCH)
                            .searchString(SteeringEndpoints.sentence(service, secondary()))
                            .resourcePath(SteeringEndpoints.path(service, secondary()))
                            .port(SteeringEndpoints.port(url))
                            .requestInterval(INTERVAL_SECONDS)
                            .failureThreshold(endpoints.failureThreshold())
                            .inverted(true);
                    if (tls) {
                        config.enableSNI(true);
                    }
                    boolean address = url.getHost().matches("[0-9.]+|\\[.*\\]");
                    return address
                            ? config.ipAddress(url.getHost().replaceAll("[\\[\\]]", ""))
                                    .build()
                            : config.fullyQualifiedDomainName(url.getHost()).build();
                })
                .toList();
    }

    /** Unhealthy as soon as so many of its children are as it takes to move the name. */
    HealthCheckConfig calculated(List<String> children) {
        return HealthCheckConfig.builder()
                .type(HealthCheckType.CALCULATED)
                .healthThreshold(endpoints.urls().size() - endpoints.needed() + 1)
                .childHealthChecks(children)
                .inverted(false)
                .build();
    }

    /** The two sets; only the primary one is checked, so that the secondary one always can be answered. */
    RecordSnapshot record(@Nullable String checkId) {
        return new RecordSnapshot(List.of(set(primary, true, checkId), set(secondary(), false, null)));
    }

    private RecordSet set(String endpoint, boolean isPrimary, @Nullable String checkId) {
        Target target = Objects.requireNonNull(targets.get(endpoint), endpoint);
        return new RecordSet(
                target.inSet(null),
                record.ttl(),
                new RecordSet.Role.Failover(target.setIdentifierOf(endpoint), isPrimary),
                checkId);
    }

    /** With what the references of all its checks begin; they have 64 characters at most. */
    String prefix() {
        return "steering-" + sum(owner + "/" + service) + "-";
    }

    /**
     * The reference of a check: another one for each setting, and, where Route 53 remembers the reference of a check that
     * was deleted, for each attempt.
     */
    String reference(HealthCheckConfig config, int attempt) {
        return prefix() + sum(config.toString()) + (attempt == 0 ? "" : "-" + attempt);
    }

    private static String sum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }
}
