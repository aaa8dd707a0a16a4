package dev.failover.decision;

import dev.failover.kafka.ConsumeLoop;
import dev.failover.kafka.DeadLetters;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.service.ServiceContext;
import dev.failover.service.ServiceVerticle;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/** Wires the decision-service: one loop over specifications, observations, commands and changes. */
public final class DecisionVerticle extends ServiceVerticle {

    private static final List<Topic> INPUTS =
            List.of(Topic.SERVICES, Topic.OBSERVATIONS, Topic.COMMANDS, Topic.CHANGES);
    private static final int DELIVERY_MILLIS = 10_000;

    private final Settings settings;

    public DecisionVerticle(Settings settings, ServiceContext process) {
        super(process);
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::startLoop);
    }

    private boolean startLoop() {
        KafkaClients clients = new KafkaClients(settings.kafka());
        Clock clock = Clock.systemUTC();
        Producer<String, byte[]> letters = opened(clients.producer("decision-service-letters", DELIVERY_MILLIS));
        DecisionMetrics metrics = new DecisionMetrics(process.metrics());
        DecisionHandler handler = new DecisionHandler(
                new KafkaShards(clients, clock, metrics), settings.tick(), settings.brake(), clock, metrics);
        run(new ConsumeLoop(
                new ConsumeLoop.Options("decision-service", INPUTS, pollTimeout()),
                clients.groupConsumer("decision-service", "decision-service"),
                handler,
                handler,
                new DeadLetters(letters, "decision-service", process.metrics()),
                clock,
                process.fatal()));
        return true;
    }

    /** Often enough that no service waits much longer than a tick. */
    private Duration pollTimeout() {
        return settings.tick().dividedBy(2);
    }
}
