package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.RecordHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Producer;

/** The dns-actuator as its verticle wires it, on any Kafka and any zone. All that the simulation knows of it is here. */
public final class ActuatorRole {

    public static final String OWNER = "failover";

    /** So few records a poll, as in the verticle. */
    public static final int DECISIONS_A_POLL = 4;

    private static final Duration MAX_AGE = Duration.ofMinutes(15);
    private static final Confirmations.Options CONFIRM =
            new Confirmations.Options(Duration.ofMillis(500), Duration.ofSeconds(60));

    private ActuatorRole() {}

    /** What the zone's name servers answer. */
    public interface Resolver {
        boolean shows(DnsRecord record, RecordSnapshot planned, FenceSnapshot fence);
    }

    /**
     * The handler of a new process.
     *
     * @param pool of the confirmations
     * @param pause waits so many milliseconds before a call is repeated
     */
    public static RecordHandler start(
            DnsProvider provider,
            Resolver resolver,
            Producer<String, byte[]> producer,
            ScheduledExecutorService pool,
            LongConsumer pause,
            Clock clock,
            java.util.function.Consumer<Throwable> fatal) {
        ActuatorMetrics metrics = new ActuatorMetrics(new SimpleMeterRegistry());
        Changes changes = new Changes(new EventWriter(producer, "dns-actuator/" + OWNER, clock), metrics, clock);
        NameServers nameServers = (record, planned, fence) -> resolver.shows(record, planned, fence)
                ? new NameServers.Answer(List.of("ns-1.example.net"), List.of(), List.of())
                : new NameServers.Answer(List.of(), List.of("ns-1.example.net answers otherwise"), List.of());
        Confirmations confirmations = new Confirmations(provider, nameServers, changes, CONFIRM, pool, clock, fatal);
        return new DecisionHandler(
                new ZoneMoves.Tools(provider, new Planner(OWNER), changes, confirmations, false, MAX_AGE, clock),
                budget -> budget(pause, metrics));
    }

    /** One repetition of each call, so that the scattering of the waits, which no seed settles, decides nothing. */
    private static Retries budget(LongConsumer pause, ActuatorMetrics metrics) {
        long[] looks = {0};
        return new Retries(
                Retries.BUDGET,
                () -> looks[0]++ * Retries.BUDGET.toNanos() * 2 / 5,
                millis -> pause.accept(1_000),
                metrics);
    }
}
