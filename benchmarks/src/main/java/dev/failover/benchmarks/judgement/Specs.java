package dev.failover.benchmarks.judgement;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;

/** Services that are benchmarked: a primary and a secondary behind one name. */
public final class Specs {

    private Specs() {}

    public static ServiceSpec service(String name, Policy policy) {
        return new ServiceSpec(
                name,
                new DnsRecord("Z1", name + ".example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30)),
                false,
                List.of(endpoint("primary", "192.0.2.10"), endpoint("secondary", "192.0.2.20")),
                Probing.DEFAULT,
                policy);
    }

    private static Endpoint endpoint(String name, String address) {
        return new Endpoint(name, Target.of(address), new Check.Tcp(address, 9200, null));
    }
}
