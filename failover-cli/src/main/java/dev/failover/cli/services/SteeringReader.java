package dev.failover.cli.services;

import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads where the steering endpoints are, and holds the services that are steered against it. */
final class SteeringReader {

    /** A primary set and a secondary one. */
    private static final int ENDPOINTS = 2;

    private static final List<URI> STAND_IN_URLS = List.of(
            URI.create("https://a.stand-in.invalid"),
            URI.create("https://b.stand-in.invalid"),
            URI.create("https://c.stand-in.invalid"));
    private static final SteeringEndpoints STAND_IN = new SteeringEndpoints(STAND_IN_URLS, 2, 1);

    private final Problems problems;

    SteeringReader(Problems problems) {
        this.problems = problems;
    }

    SteeringEndpoints read(Value at) {
        return Fields.read(at, Form.STEERING, problems, STAND_IN, in -> {
            in.mustHave("urls");
            Field<List<URI>> urls = in.urls("urls", STAND_IN_URLS);
            Field<Integer> needed =
                    in.number("needed", SteeringEndpoints.majority(urls.get().size()));
            Field<Integer> failureThreshold = in.number("failureThreshold", STAND_IN.failureThreshold());
            return in.build(
                    STAND_IN, () -> new SteeringEndpoints(urls.get(), needed.get(), failureThreshold.get()));
        });
    }

    /** What steering asks of a service beyond the service's own rules. */
    void hold(ServiceSpec spec, Value service, Optional<SteeringEndpoints> steering) {
        if (spec.record().provider() != DnsRecord.Provider.STEERING) {
            return;
        }
        Value record = service.below("record").orElse(service);
        Value endpoints = service.below("endpoints").orElse(service);
        if (steering.isEmpty()) {
            problems.wrong(record.below("provider").orElse(record), "needs steering.urls, beside services");
        }
        if (spec.record().routing() != DnsRecord.Routing.SIMPLE) {
            problems.wrong(
                    record.below("routing").orElse(record),
                    "must be simple with steering, was '" + Words.of(spec.record().routing()) + "'");
        }
        if (spec.endpoints().size() != ENDPOINTS) {
            problems.wrong(
                    endpoints,
                    "must be two with steering, were " + spec.endpoints().size());
        }
        List<Value> items = endpoints.items();
        for (int i = 0; i < items.size(); i++) {
            Endpoint endpoint = spec.endpoints().get(i);
            if (endpoint.target().aliasTarget().isPresent()) {
                problems.wrong(
                        items.get(i).below("target").orElse(items.get(i)),
                        "must have values with steering: nobody can tell an alias's answer from another's");
            }
        }
    }
}
