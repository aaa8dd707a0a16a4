package dev.failover.simulation;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Specifications of many kinds, with times short enough that a life of minutes sees all of them pass. */
final class Specs {

    static final Duration COOL_DOWN = Duration.ofSeconds(30);
    private static final Duration COOL_DOWN_MAX = Duration.ofSeconds(60);
    private static final Duration STALE_AFTER = Duration.ofSeconds(12);
    private static final Policy.Gradual STEPS = new Policy.Gradual(List.of(10, 40), Duration.ofSeconds(5));
    private static final List<String> NAMES = List.of("primary", "secondary", "third");

    private Specs() {}

    /** Of two or three endpoints, by rules of all kinds. */
    static ServiceSpec random(int number, SplittableRandom random) {
        int count = random.nextInt(4) == 0 ? 3 : 2;
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            endpoints.add(endpoint(number, i, i < 2 || random.nextBoolean()));
        }
        boolean gradual = random.nextInt(3) == 0;
        Policy policy = policy(random);
        return gradual ? weighted(spec(number, endpoints, policy), STEPS) : spec(number, endpoints, policy);
    }

    /** Of two endpoints, moved by orders in steps. */
    static ServiceSpec gradual(int number) {
        return weighted(plain(number), STEPS);
    }

    private static ServiceSpec weighted(ServiceSpec spec, Policy.Gradual gradual) {
        DnsRecord record = spec.record();
        return new ServiceSpec(
                spec.service(),
                new DnsRecord(
                        record.zone(),
                        record.name(),
                        record.type(),
                        record.ttl(),
                        record.provider(),
                        DnsRecord.Routing.WEIGHTED),
                spec.adopt(),
                spec.endpoints(),
                spec.probing(),
                with(spec.policy(), spec.policy().mode(), spec.policy().thresholds(), gradual),
                spec.group());
    }

    /** Of two endpoints, moved by itself, and back by a person only. */
    static ServiceSpec plain(int number) {
        Policy policy = new Policy(
                Policy.Mode.AUTO,
                Policy.Thresholds.DEFAULT,
                2,
                STALE_AFTER,
                COOL_DOWN,
                Policy.Failback.MANUAL,
                Duration.ofSeconds(15));
        return spec(number, List.of(endpoint(number, 0, true), endpoint(number, 1, true)), policy);
    }

    private static Endpoint endpoint(int number, int place, boolean automatic) {
        String address = "192.0." + number + "." + (10 + place);
        return new Endpoint(NAMES.get(place), Target.of(address), new Check.Tcp(address, 9200, null), automatic);
    }

    private static ServiceSpec spec(int number, List<Endpoint> endpoints, Policy policy) {
        return new ServiceSpec(
                "s" + number,
                new DnsRecord("Z1", "s" + number + ".example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30)),
                true,
                endpoints,
                Probing.DEFAULT,
                policy,
                null);
    }

    private static Policy policy(SplittableRandom random) {
        return new Policy(
                random.nextInt(10) == 0 ? Policy.Mode.SHADOW : Policy.Mode.AUTO,
                new Policy.Thresholds(2 + random.nextInt(2), 2, 2 + random.nextInt(2), 6, 10),
                2,
                STALE_AFTER,
                COOL_DOWN,
                new Policy.Failback(random.nextInt(5) < 2, Duration.ofSeconds(15)),
                Duration.ofSeconds(15),
                Map.of(),
                Duration.ofSeconds(10),
                COOL_DOWN_MAX,
                random.nextInt(3) > 0,
                Duration.ofSeconds(9),
                new Policy.Flapping(3, Duration.ofSeconds(60)),
                random.nextInt(4) == 0
                        ? new Policy.DataLoss(
                                Duration.ofSeconds(20),
                                List.of(Policy.DataLoss.Beyond.values()).get(random.nextInt(3)))
                        : null,
                random.nextInt(5) == 0 ? Policy.FleetBrake.AUTHORISED : Policy.FleetBrake.HOLDS);
    }

    /** The same service by other rules. */
    static ServiceSpec edited(ServiceSpec spec, SplittableRandom random) {
        Policy.Mode mode = random.nextBoolean()
                ? spec.policy().mode()
                : List.of(Policy.Mode.values()).get(random.nextInt(3));
        return with(spec, mode, new Policy.Thresholds(2 + random.nextInt(3), 2, 2 + random.nextInt(2), 6, 10));
    }

    static ServiceSpec with(ServiceSpec spec, Policy.Mode mode, Policy.Thresholds thresholds) {
        return new ServiceSpec(
                spec.service(),
                spec.record(),
                spec.adopt(),
                spec.endpoints(),
                spec.probing(),
                with(spec.policy(), mode, thresholds, spec.policy().gradual()),
                spec.group());
    }

    private static Policy with(
            Policy policy, Policy.Mode mode, Policy.Thresholds thresholds, Policy.@Nullable Gradual gradual) {
        return new Policy(
                mode,
                thresholds,
                policy.minLocations(),
                policy.staleAfter(),
                policy.coolDown(),
                policy.failback(),
                policy.intentTimeout(),
                policy.marks(),
                policy.warmUp(),
                policy.coolDownMax(),
                policy.emergency(),
                policy.steadyFor(),
                policy.flapping(),
                policy.dataLoss(),
                policy.fleetBrake(),
                policy.drift(),
                policy.rto(),
                policy.residue(),
                gradual);
    }
}
