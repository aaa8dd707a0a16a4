package dev.failover.service;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;

/**
 * What a service's process gives its verticle.
 *
 * @param fatal called when a worker of the service has died: the process ends and the platform starts it again
 */
public record ServiceContext(Health health, MeterRegistry metrics, Consumer<Throwable> fatal) {}
