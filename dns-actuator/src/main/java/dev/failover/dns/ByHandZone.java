package dev.failover.dns;

import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.event.Decision;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a look, a move and a release by hand have in common: one service's record, its provider, and the decisions that a
 * person takes.
 *
 * @param owner the deployment whose fences are ours
 */
record ByHandZone(ServiceSpec spec, String owner, DnsProvider provider, AuthoritativeServers servers, Clock clock) {

    private static final int LONGEST_USER = 40;
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    Found find() {
        return retries().reading(() -> provider.find(spec.record()));
    }

    static Retries retries() {
        return new Retries(
                Retries.BUDGET, System::nanoTime, Thread::sleep, new ActuatorMetrics(new SimpleMeterRegistry()));
    }

    static Optional<Fence> fence(Found found) {
        return found.fence().flatMap(FenceSnapshot::fence);
    }

    /**
     * A decision of the next epoch.
     *
     * @param to the endpoint, or null for the one that has the name
     * @param by who takes it
     * @param adopt whether a record without a fence may be taken over
     */
    Decision decision(Found found, Decision.Kind kind, @Nullable String to, String reason, String by, boolean adopt) {
        Instant now = clock.instant();
        Map<String, Target> targets = new LinkedHashMap<>();
        spec.endpoints().forEach(endpoint -> targets.put(endpoint.name(), endpoint.target()));
        return new Decision(
                spec.service(),
                Decision.BY_HAND + AT.format(now) + "-" + inFence(by),
                fence(found).map(Fence::epoch).orElse(0L) + 1,
                kind,
                fence(found).map(Fence::target).orElse(null),
                to,
                reason,
                List.of(),
                false,
                adopt,
                spec.record(),
                targets,
                spec.version(),
                null,
                now);
    }

    /** A fence's words have no blanks. */
    private static String inFence(String user) {
        String word = user.replaceAll("[^A-Za-z0-9._-]+", "-");
        return word.substring(0, Math.min(word.length(), LONGEST_USER));
    }
}
