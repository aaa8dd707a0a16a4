package dev.failover.cli.plan;

import dev.failover.decision.Settings;
import dev.failover.dns.rfc2136.Rfc2136Provider;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.dns.route53.SteeringSets;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.event.DnsRecord;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.probe.Jitter;
import dev.failover.probe.ProbeVerticle;
import dev.failover.service.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The longest that it takes from an endpoint's failure until no resolver gives its address any more, by what is
 * configured, while everything but that endpoint works: a sum of parts, one after the other.
 *
 * @param asked {@code policy.rto}; empty where none is
 */
record Recovery(List<Part> parts, Optional<Duration> asked) {

    /** What a record takes from its writer to its readers; assumed: it is some milliseconds where Kafka is well. */
    static final Duration KAFKA = Duration.ofMillis(100);

    static final String NOT_COUNTED =
            "Not counted: clients that keep connections or their own DNS cache, resolvers that"
                    + " stretch a TTL, slow CANARIES, other moves ahead of this one, repeated calls to a DNS provider that is"
                    + " throttled or away, a cool-down, a pause or the fleet's brake.";

    /**
     * One of them.
     *
     * @param name a word, the same for all services
     * @param how the sum that it is, for people
     */
    record Part(String name, Duration atWorst, String how) {}

    Recovery {
        parts = List.copyOf(parts);
    }

    /**
     * By a service's configuration.
     *
     * @param ttl with which resolvers may have the old answer
     * @param steering of the file, for a record that is moved by it
     */
    static Recovery of(ServiceSpec spec, Duration ttl, Optional<SteeringEndpoints> steering) {
        DnsRecord.Provider provider = spec.record().provider();
        return new Recovery(
                List.of(
                        firstFailure(spec.probing()),
                        confirmation(spec.probing(), spec.policy().thresholds()),
                        observation(),
                        judgement(),
                        decision(),
                        change(provider),
                        nameServers(provider, steering),
                        cached(ttl)),
                Optional.ofNullable(spec.policy().rto()));
    }

    Duration atWorst() {
        return parts.stream().map(Part::atWorst).reduce(Duration.ZERO, Duration::plus);
    }

    /** Whether it may take longer than is asked for. */
    boolean isTooLong() {
        return asked.filter(rto -> atWorst().compareTo(rto) > 0).isPresent();
    }

    /** The last check that passed had just looked; each location has its own phase, and none waits longer. */
    static Part firstFailure(Probing probing) {
        Duration jitter = Jitter.most(probing.interval());
        return new Part(
                "first check",
                probing.interval().plus(jitter),
                "interval " + text(probing.interval()) + " + jitter " + text(jitter) + ", in every location");
    }

    /** From the start of the first check that fails to the end of the one that makes the vote. */
    static Part confirmation(Probing probing, Policy.Thresholds thresholds) {
        int failures = Math.min(thresholds.down(), thresholds.windowFailures());
        Duration jitter = Jitter.most(probing.confirmInterval());
        Duration step = longer(probing.confirmInterval().plus(jitter), probing.timeout());
        return new Part(
                "confirmation",
                step.multipliedBy(failures - 1L).plus(probing.timeout()),
                failures + " failures: " + (failures - 1) + " × the longer of confirmInterval "
                        + text(probing.confirmInterval()) + " + jitter " + text(jitter) + " and timeout "
                        + text(probing.timeout()) + ", then timeout");
    }

    static Part observation() {
        Duration linger = Duration.ofMillis(ProbeVerticle.LINGER_MILLIS);
        return new Part(
                "observation", linger.plus(KAFKA), "linger " + text(linger) + " + Kafka " + text(KAFKA) + " (assumed)");
    }

    static Part judgement() {
        return new Part("judgement", Settings.TICK, "the quorum is judged with the next tick, " + text(Settings.TICK));
    }

    static Part decision() {
        return new Part("decision", KAFKA, "one transaction, Kafka " + text(KAFKA) + " (assumed)");
    }

    static Part change(DnsRecord.Provider provider) {
        return switch (provider) {
            case ROUTE_53 -> calls(Route53Provider.CALLS_A_MOVE, Route53Provider.CALL_LIMIT);
            case RFC_2136 -> calls(Rfc2136Provider.CALLS_A_MOVE, Rfc2136Provider.CALL_LIMIT);
            case STEERING -> new Part("change", KAFKA, "one record, Kafka " + text(KAFKA) + " (assumed)");
        };
    }

    private static Part calls(int number, Duration limit) {
        return new Part("change", limit.multipliedBy(number), number + " calls of at most " + text(limit));
    }

    static Part nameServers(DnsRecord.Provider provider, Optional<SteeringEndpoints> steering) {
        return switch (provider) {
            case ROUTE_53 ->
                new Part(
                        "name servers",
                        Route53Provider.PROPAGATION,
                        "Route 53's INSYNC, typically below " + text(Route53Provider.PROPAGATION) + "; not promised");
            case RFC_2136 ->
                new Part("name servers", Duration.ZERO, "not counted: how soon secondaries follow is the zone's");
            case STEERING -> checkers(steering);
        };
    }

    private static Part checkers(Optional<SteeringEndpoints> steering) {
        int answers = steering.map(SteeringEndpoints::failureThreshold).orElse(1);
        return new Part(
                "name servers",
                SteeringSets.INTERVAL
                        .multipliedBy(answers)
                        .plus(SteeringSets.ANSWER)
                        .plus(SteeringSets.PROPAGATION),
                "checkers: " + answers + " × " + text(SteeringSets.INTERVAL) + " + answer " + text(SteeringSets.ANSWER)
                        + " + name servers " + text(SteeringSets.PROPAGATION) + "; not promised");
    }

    static Part cached(Duration ttl) {
        return new Part("cached answers", ttl, "the TTL of the old answer, taken just before the change");
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static String text(Duration duration) {
        return Durations.text(duration);
    }
}
