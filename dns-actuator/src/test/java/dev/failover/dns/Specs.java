package dev.failover.dns;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Services as they are configured, with the endpoints of {@link Decisions}. */
public final class Specs {

    private Specs() {}

    public static ServiceSpec spec(String service, DnsRecord.Routing routing, Policy.Drift drift) {
        return spec(service, Decisions.record(Decisions.ZONE, "es.example.com", routing), drift, null, null);
    }

    public static ServiceSpec spec(
            String service, DnsRecord record, Policy.Drift drift, @Nullable String first, @Nullable String second) {
        Policy defaults = Policy.DEFAULT;
        Policy policy = new Policy(
                defaults.mode(),
                defaults.thresholds(),
                defaults.minLocations(),
                defaults.staleAfter(),
                defaults.coolDown(),
                defaults.failback(),
                defaults.intentTimeout(),
                defaults.marks(),
                defaults.warmUp(),
                defaults.coolDownMax(),
                defaults.emergency(),
                defaults.steadyFor(),
                defaults.flapping(),
                null,
                defaults.fleetBrake(),
                drift,
                null);
        Check check = new Check.Tcp("192.0.2.10", 9200, null);
        return new ServiceSpec(
                service,
                record,
                false,
                List.of(
                        new Endpoint("primary", Decisions.PRIMARY.inSet(first), check),
                        new Endpoint("secondary", Decisions.SECONDARY.inSet(second), check)),
                Probing.DEFAULT,
                policy);
    }
}
