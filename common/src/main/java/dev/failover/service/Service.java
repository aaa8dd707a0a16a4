package dev.failover.service;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's process: settings, management port, one verticle; SIGTERM drains it and ends it within {@link
 * #STOP_SECONDS}. Exit code 2 is for settings that cannot be used, 1 for everything else that stops it.
 */
public final class Service {

    /** How long a stop may take; the platform's own limit (ECS: 30 s) must be longer. */
    public static final int STOP_SECONDS = 20;

    private static final int START_SECONDS = 60;
    private static final Logger log = LoggerFactory.getLogger(Service.class);

    private final String name;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    private Service(String name) {
        this.name = name;
    }

    /**
     * Runs a service until its process is told to stop.
     *
     * @param port where the settings have the management port
     */
    public static <S> void run(
            String name,
            Function<Map<String, String>, S> settings,
            ToIntFunction<S> port,
            BiFunction<S, ServiceContext, VerticleBase> verticle) {
        try {
            S read = settings.apply(System.getenv());
            log.info("{} starting {}", name, read);
            new Service(name).start(port.applyAsInt(read), context -> verticle.apply(read, context));
        } catch (SettingsReader.BadSettingsException e) {
            log.error("{} did not start:\n  {}", name, e.getMessage());
            System.exit(2);
        } catch (Exception e) {
            log.error("{} did not start: {}", name, e.getMessage(), e);
            System.exit(1);
        }
    }

    private void start(int port, Function<ServiceContext, VerticleBase> verticle) throws TimeoutException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "shutdown"));
        PrometheusMeterRegistry metrics = metrics();
        Health health = new Health();
        AtomicBoolean started = new AtomicBoolean();
        health.ready("started", () -> started.get() ? Optional.empty() : Optional.of("not started yet"));
        await(new ManagementServer(port, health, metrics));
        await(verticle.apply(new ServiceContext(health, metrics, this::die)));
        started.set(true);
        log.info("{} ready port={}", name, port);
    }

    private void await(VerticleBase verticle) throws TimeoutException {
        vertx.deployVerticle(verticle).await(START_SECONDS, TimeUnit.SECONDS);
    }

    private static PrometheusMeterRegistry metrics() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        return registry;
    }

    private void die(Throwable cause) {
        log.error("{} ends because a worker has died: {}", name, cause.getMessage(), cause);
        new Thread(() -> System.exit(1), "exit").start();
    }

    private void stop() {
        log.info("{} stopping", name);
        try {
            vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
            log.info("{} stopped", name);
        } catch (Exception e) {
            log.warn("{} did not stop cleanly within {} s: {}", name, STOP_SECONDS, e.toString());
        }
    }
}
