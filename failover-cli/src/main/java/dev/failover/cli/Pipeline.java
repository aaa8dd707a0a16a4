package dev.failover.cli;

import dev.failover.decision.DecisionVerticle;
import dev.failover.dns.ActuatorVerticle;
import dev.failover.notify.NotifierVerticle;
import dev.failover.probe.ProbeVerticle;
import dev.failover.service.Health;
import dev.failover.service.ManagementServer;
import dev.failover.service.Service;
import dev.failover.service.ServiceContext;
import dev.failover.service.SettingsReader;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Every service in this one process, each configured by the same settings as in a process of its own. Nothing passes
 * between them but what is in Kafka.
 */
public final class Pipeline implements AutoCloseable {

    private static final int START_SECONDS = 60;

    private final Vertx vertx;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Health health = new Health();
    private final Consumer<Throwable> fatal;

    private Pipeline(Vertx vertx, Consumer<Throwable> fatal) {
        this.vertx = vertx;
        this.fatal = fatal;
    }

    /**
     * Starts all services and returns once they have started.
     *
     * @param env the services' settings; {@code HTTP_PORT} is the one management port of all
     * @param locations one probe-service for each
     * @param fatal told when a worker of a service has died
     * @throws SettingsReader.BadSettingsException when a service's settings cannot be used
     * @throws IllegalStateException when a service does not start
     */
    public static Pipeline start(Map<String, String> env, List<String> locations, Consumer<Throwable> fatal) {
        Pipeline pipeline = new Pipeline(Vertx.vertx(), fatal);
        try {
            pipeline.deploy(env, locations);
            return pipeline;
        } catch (SettingsReader.BadSettingsException e) {
            pipeline.close();
            throw e;
        } catch (TimeoutException | RuntimeException e) {
            pipeline.close();
            throw new IllegalStateException("the services did not start: " + e.getMessage(), e);
        }
    }

    private void deploy(Map<String, String> env, List<String> locations) throws TimeoutException {
        int port = Integer.parseInt(env.getOrDefault("HTTP_PORT", "18081"));
        List<VerticleBase> verticles = new ArrayList<>();
        verticles.add(new ManagementServer(port, health, metrics));
        verticles.add(new DecisionVerticle(dev.failover.decision.Settings.fromEnv(env), context("decision-service")));
        verticles.add(new ActuatorVerticle(dev.failover.dns.Settings.fromEnv(env), context("dns-actuator")));
        verticles.add(new NotifierVerticle(dev.failover.notify.Settings.fromEnv(env), context("notifier")));
        for (String location : locations) {
            Map<String, String> there = new HashMap<>(env);
            there.put("LOCATION", location);
            verticles.add(new ProbeVerticle(
                    dev.failover.probe.Settings.fromEnv(there), context("probe-service " + location)));
        }
        Future.all(verticles.stream().map(vertx::deployVerticle).toList()).await(START_SECONDS, TimeUnit.SECONDS);
    }

    private ServiceContext context(String name) {
        Health own = new Health();
        health.live(name, () -> Health.inOneLine(own.whatIsDead()));
        health.ready(name, () -> Health.inOneLine(own.whatIsMissing()));
        return new ServiceContext(own, metrics, fatal);
    }

    /** What keeps the services from their work, by service; empty is well. */
    public Map<String, String> whatIsMissing() {
        return health.whatIsMissing();
    }

    /** Drains and stops all services. */
    @Override
    public void close() {
        try {
            vertx.close().await(Service.STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the services did not stop within " + Service.STOP_SECONDS + " s", e);
        }
    }
}
