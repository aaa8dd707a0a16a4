package dev.failover.dns;

import dev.failover.dns.plan.Planner;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.kafka.CommitStep;
import dev.failover.kafka.ConsumeLoop;
import dev.failover.kafka.DeadLetters;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.service.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/** Wires the dns-actuator: one loop over decisions, one pool that confirms, one provider. */
public final class ActuatorVerticle extends VerticleBase {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int DELIVERY_MILLIS = 30_000;

    /**
     * One: with a provider that is away it takes {@link Retries#BUDGET}, and the calls that were under way then. That is
     * less than the loop may go without a poll, {@link ConsumeLoop#DEAD_AFTER}; two would not be.
     */
    private static final int DECISIONS_A_POLL = 1;

    private final Settings settings;
    private final ServiceContext process;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    public ActuatorVerticle(Settings settings, ServiceContext process) {
        this.settings = settings;
        this.process = process;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::startLoop);
    }

    private boolean startLoop() {
        Clock clock = Clock.systemUTC();
        KafkaClients clients = new KafkaClients(settings.kafka());
        Producer<String, byte[]> producer = opened(clients.producer("dns-actuator", DELIVERY_MILLIS));
        EventWriter writer = new EventWriter(producer, "dns-actuator/" + settings.owner(), clock);
        ActuatorMetrics metrics = new ActuatorMetrics(process.metrics());
        DnsProvider provider = opened(new Route53Provider(settings.aws()));
        Changes changes = new Changes(writer, metrics, clock);
        NameServers nameServers = new AuthoritativeServers(provider, settings.nameServers());
        Confirmations confirmations = opened(new Confirmations(
                provider,
                nameServers,
                changes,
                new Confirmations.Options(settings.confirmFirstDelay(), settings.confirmLimit()),
                Confirmations.pool(),
                clock,
                process.fatal()));
        metrics.watch(confirmations);
        ConsumeLoop loop = opened(new ConsumeLoop(
                new ConsumeLoop.Options("dns-actuator", List.of(Topic.DECISIONS), POLL),
                clients.groupConsumer("dns-actuator", "dns-actuator", DECISIONS_A_POLL),
                new DecisionHandler(
                        provider,
                        new Planner(settings.owner()),
                        changes,
                        confirmations,
                        settings.dryRun(),
                        settings.maxDecisionAge(),
                        () -> new Retries(Retries.BUDGET, System::nanoTime, Thread::sleep, metrics),
                        clock),
                CommitStep.AFTER_HANDLING,
                new DeadLetters(producer, "dns-actuator", process.metrics()),
                clock,
                process.fatal()));
        process.health().live("loop", loop::whyDead);
        process.health().ready("loop", loop::whyNotReady);
        loop.start();
        return true;
    }

    private <C extends AutoCloseable> C opened(C part) {
        opened.push(part);
        return part;
    }

    /** In the reverse order of opening: the loop first, the producer last. */
    @Override
    public Future<?> stop() {
        return vertx.executeBlocking(() -> {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
            return true;
        });
    }
}
