package dev.failover.probe;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Specifications for tests: two endpoints, primary and secondary. */
final class Specs {

    /** 1 s, 250 ms to confirm, 1 s timeout; 3 failures down, 2 passes forgive, 3 passes up. */
    static final Probing EVERY_SECOND =
            new Probing(Duration.ofSeconds(1), Duration.ofMillis(250), Duration.ofSeconds(1));

    /** 30 s for a check, so that a busy machine spoils none. */
    static final Probing PATIENT = new Probing(Duration.ofSeconds(1), Duration.ofMillis(250), Duration.ofSeconds(30));

    private Specs() {}

    static ServiceSpec of(String service, Probing probing, Check primary, Check secondary) {
        return new ServiceSpec(
                service,
                new DnsRecord("Z1", service + ".example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30)),
                false,
                List.of(
                        new Endpoint("primary", Target.of("192.0.2.10"), primary),
                        new Endpoint("secondary", Target.of("192.0.2.20"), secondary)),
                probing,
                Policy.DEFAULT);
    }

    static ServiceSpec of(String service, Probing probing) {
        return of(service, probing, tcp("192.0.2.10"), tcp("192.0.2.20"));
    }

    static Check tcp(String host) {
        return new Check.Tcp(host, 9200, null);
    }

    static Check http(String url) {
        return new Check.Http(URI.create(url), List.of(), null, null, null);
    }
}
