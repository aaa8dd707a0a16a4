package dev.failover.decision;

import dev.failover.kafka.ConsumeLoop;
import dev.failover.kafka.DeadLetters;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.service.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Wires the decision-service: one loop over specifications, observations, commands and changes. */
public final class DecisionVerticle extends VerticleBase {

    private static final List<Topic> INPUTS =
            List.of(Topic.SERVICES, Topic.OBSERVATIONS, Topic.COMMANDS, Topic.CHANGES);
    private static final int DELIVERY_MILLIS = 10_000;

    private final Settings settings;
    private final ServiceContext process;
    private @Nullable ConsumeLoop loop;
    private @Nullable Producer<String, byte[]> letters;

    public DecisionVerticle(Settings settings, ServiceContext process) {
        this.settings = settings;
        this.process = process;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::startLoop);
    }

    private boolean startLoop() {
        KafkaClients clients = new KafkaClients(settings.kafka());
        Clock clock = Clock.systemUTC();
        Producer<String, byte[]> deadLetters = clients.producer("decision-service-letters", DELIVERY_MILLIS);
        letters = deadLetters;
        DecisionMetrics metrics = new DecisionMetrics(process.metrics());
        DecisionHandler handler = new DecisionHandler(
                new KafkaShards(clients, clock, metrics), settings.tick(), settings.brake(), clock, metrics);
        ConsumeLoop started = new ConsumeLoop(
                new ConsumeLoop.Options("decision-service", INPUTS, pollTimeout()),
                clients.groupConsumer("decision-service", "decision-service"),
                handler,
                handler,
                new DeadLetters(deadLetters, "decision-service", process.metrics()),
                clock,
                process.fatal());
        loop = started;
        process.health().live("loop", started::whyDead);
        process.health().ready("loop", started::whyNotReady);
        started.start();
        return true;
    }

    /** Often enough that no service waits much longer than a tick. */
    private Duration pollTimeout() {
        return settings.tick().dividedBy(2);
    }

    @Override
    public Future<?> stop() {
        return vertx.executeBlocking(() -> {
            if (loop != null) {
                loop.close();
            }
            if (letters != null) {
                letters.close();
            }
            return true;
        });
    }
}
