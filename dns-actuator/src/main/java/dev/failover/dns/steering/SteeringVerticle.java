package dev.failover.dns.steering;

import dev.failover.kafka.KafkaClients;
import dev.failover.service.ServiceContext;
import dev.failover.service.ServiceVerticle;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One steering endpoint. It does not listen before it has read where the names shall be: until then it is silent, and
 * silence is outvoted by the other endpoints, where a wrong answer might be believed.
 */
public final class SteeringVerticle extends ServiceVerticle {

    private static final Logger log = LoggerFactory.getLogger(SteeringVerticle.class);

    private final int port;
    private final KafkaClients clients;
    private @Nullable SteeringFollower follower;
    private @Nullable SteeringServer server;
    private volatile int actualPort;

    /**
     * Not started yet.
     *
     * @param port to listen on, on all addresses; 0 takes a free one
     */
    public SteeringVerticle(int port, KafkaClients clients, ServiceContext process) {
        super(process);
        this.port = port;
        this.clients = clients;
    }

    /** The port that is listened on; 0 while none is. */
    public int actualPort() {
        return actualPort;
    }

    @Override
    public Future<?> start() {
        SteeringServer listening = new SteeringServer(vertx, this::isAt, process.metrics());
        server = listening;
        Context mine = vertx.getOrCreateContext();
        return vertx.executeBlocking(
                        () -> new SteeringFollower(clients.consumer("steering"), Clock.systemUTC(), process.fatal()))
                .onSuccess(started -> {
                    follower = opened(started);
                    watch(started, process.metrics());
                    started.whenCaughtUp(() -> mine.runOnContext(then -> listen(listening)));
                    started.start();
                });
    }

    private boolean isAt(String service, String endpoint) {
        return follower != null && follower.isAt(service, endpoint);
    }

    private void watch(SteeringFollower started, MeterRegistry metrics) {
        process.health()
                .ready(
                        "steering",
                        () -> actualPort == 0
                                ? Optional.of("does not listen yet: "
                                        + started.whyNotReady().orElse("it is about to"))
                                : started.whyNotReady());
        Gauge.builder("failover.steering.services", started, SteeringFollower::services)
                .description("Services whose position is served")
                .register(metrics);
        TimeGauge.builder(
                        "failover.steering.silence",
                        started,
                        TimeUnit.MILLISECONDS,
                        each -> each.silence().toMillis())
                .description("How long Kafka has not answered the follower of failover.steering")
                .register(metrics);
    }

    private void listen(SteeringServer listening) {
        listening
                .listen(port)
                .onSuccess(bound -> {
                    actualPort = bound;
                    log.info("steering endpoint ready port={}", bound);
                })
                .onFailure(process.fatal()::accept);
    }

    /** What is asked of it last is still answered from what was followed. */
    @Override
    public Future<?> stop() {
        Future<?> closed = server == null ? Future.succeededFuture() : server.close();
        return closed.eventually(super::stop);
    }
}
