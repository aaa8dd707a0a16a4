package dev.failover.notify;

import dev.failover.kafka.ConsumeLoop;
import dev.failover.kafka.DeadLetters;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.notify.sns.SnsChannel;
import dev.failover.service.ServiceContext;
import dev.failover.service.ServiceVerticle;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the notifier: one loop over transitions, decisions, changes and states, and one channel. */
public final class NotifierVerticle extends ServiceVerticle {

    private static final List<Topic> INPUTS = List.of(Topic.TRANSITIONS, Topic.DECISIONS, Topic.CHANGES, Topic.STATE);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int DELIVERY_MILLIS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(NotifierVerticle.class);

    private final Settings settings;

    public NotifierVerticle(Settings settings, ServiceContext process) {
        super(process);
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::startLoop);
    }

    private boolean startLoop() {
        KafkaClients clients = new KafkaClients(settings.kafka());
        Producer<String, byte[]> letters = opened(clients.producer("notifier-letters", DELIVERY_MILLIS));
        Channel channel = opened(channel());
        NoticeHandler handler = new NoticeHandler(
                channel, settings.maxAge(), Clock.systemUTC(), new NoticeMetrics(process.metrics(), channel.name()));
        run(new ConsumeLoop(
                new ConsumeLoop.Options("notifier", INPUTS, POLL),
                clients.groupConsumer("notifier", "notifier"),
                handler,
                handler,
                new DeadLetters(letters, "notifier", process.metrics()),
                Clock.systemUTC(),
                process.fatal()));
        return true;
    }

    private Channel channel() {
        if (settings.topicArn().isEmpty()) {
            log.warn("SNS_TOPIC_ARN is not set: notices are logged only");
            return new LogChannel();
        }
        return new SnsChannel(settings.topicArn().get(), settings.aws());
    }
}
