package dev.failover.probe;

import dev.failover.kafka.CommitStep;
import dev.failover.kafka.ConsumeLoop;
import dev.failover.kafka.DeadLetters;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Publisher;
import dev.failover.kafka.Topic;
import dev.failover.service.ServiceContext;
import dev.failover.service.ServiceVerticle;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;

/**
 * Wires the probe-service: one loop over the specifications, one schedule on this verticle's event loop. When it stops, the
 * loop leaves its group first, which stops every check; then what waits is sent.
 */
public final class ProbeVerticle extends ServiceVerticle {

    private static final Duration POLL = Duration.ofMillis(250);

    /** Soon enough that an old observation never arrives as a fresh one. */
    private static final int DELIVERY_MILLIS = 5_000;

    /** Little against an interval, and a tenth of the requests. */
    public static final int LINGER_MILLIS = 5;

    /** An event loop that has stood still for this long will not come back. */
    private static final Duration DEAD_AFTER = Duration.ofSeconds(15);

    private final Settings settings;

    public ProbeVerticle(Settings settings, ServiceContext process) {
        super(process);
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Timers timers = new LoopTimers(context, Clock.systemUTC());
        StallWatch stalls = new StallWatch(timers);
        Probes probes = opened(new Probes(
                context, DnsNames.ofThisMachine(vertx), settings.location(), settings.secrets(), settings.aws()));
        ProbeMetrics metrics = new ProbeMetrics(process.metrics(), settings.location());
        Sight sight = sight(timers, stalls, probes, metrics);
        stalls.start();
        process.health().live("schedule", () -> stalled(stalls));
        return vertx.executeBlocking(this::publisher)
                .map(publisher -> new Schedule(
                        timers,
                        stalls,
                        probes,
                        new InFlight(settings.maxInFlight(), metrics),
                        sight,
                        report(publisher, metrics),
                        new SplittableRandom()))
                .compose(schedule -> vertx.executeBlocking(() -> startLoop(schedule)));
    }

    private Sight sight(Timers timers, StallWatch stalls, Probes probes, ProbeMetrics metrics) {
        if (settings.canaries().isEmpty()) {
            return Sight.UNDOUBTED;
        }
        Canaries canaries = new Canaries(timers, stalls, metrics, settings.canaries(), probes::probe);
        canaries.start();
        process.health().ready("canaries", canaries::whyBlind);
        return canaries;
    }

    private static Optional<String> stalled(StallWatch stalls) {
        Duration silence = stalls.silence();
        return silence.compareTo(DEAD_AFTER) > 0
                ? Optional.of("the event loop has stood still for " + silence.toSeconds() + " s")
                : Optional.empty();
    }

    private Publisher publisher() {
        Producer<String, byte[]> producer =
                clients().producer("probe-" + settings.location(), DELIVERY_MILLIS, LINGER_MILLIS);
        EventWriter writer = new EventWriter(producer, "probe-service/" + settings.location(), Clock.systemUTC());
        return opened(new Publisher(producer, writer, Publisher.Limits.DEFAULT, process.metrics()));
    }

    private Observations report(Publisher publisher, ProbeMetrics metrics) {
        String boot = UUID.randomUUID().toString();
        return new Observations(settings.location(), boot, publisher::offer, metrics);
    }

    private boolean startLoop(Schedule schedule) {
        String name = "probe-" + settings.location();
        Producer<String, byte[]> letters = opened(clients().producer(name + "-letters", DELIVERY_MILLIS));
        run(new ConsumeLoop(
                new ConsumeLoop.Options(name, List.of(Topic.SERVICES), POLL),
                clients().stickyGroupConsumer(name, name),
                new SpecHandler(schedule, task -> context.runOnContext(now -> task.run())),
                CommitStep.NONE,
                new DeadLetters(letters, "probe-service", process.metrics()),
                Clock.systemUTC(),
                process.fatal()));
        return true;
    }

    private KafkaClients clients() {
        return new KafkaClients(settings.kafka());
    }
}
