package dev.failover.benchmarks.checks;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Our probe-service as production runs it: its specifications and its observations are in a broker beside it. */
final class Prober implements Contender {

    static final int HTTP_PORT = 18_281;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Program broker;
    private final String bootstrap;
    private final Program service;

    private Prober(Program broker, String bootstrap, Program service) {
        this.broker = broker;
        this.bootstrap = bootstrap;
        this.service = service;
    }

    /**
     * Starts it, with two endpoints a service.
     *
     * @param targets how many endpoints
     * @param check of an endpoint, by its number
     * @param options of its JVM
     */
    static Prober start(Path folder, int targets, Probing probing, List<String> options, IntFunction<Check> check)
            throws InterruptedException {
        Program broker = Program.java(
                folder, "broker", Processors.OTHERS, Map.of(), List.of("-Xmx512m", "-XX:+UseSerialGC"), Broker.class);
        try {
            String bootstrap = broker.awaitLine(Broker.READY, LIMIT).strip();
            apply(bootstrap, targets, probing, check);
            return new Prober(broker, bootstrap, service(folder, bootstrap, options));
        } catch (IllegalStateException e) {
            broker.close();
            throw e;
        }
    }

    private static Program service(Path folder, String bootstrap, List<String> options) throws InterruptedException {
        Program service = Program.java(
                folder,
                "probe-service",
                Processors.CONTENDER,
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        bootstrap,
                        "LOCATION",
                        "bench",
                        "HTTP_PORT",
                        String.valueOf(HTTP_PORT),
                        "MAX_CHECKS_IN_FLIGHT",
                        "20000"),
                options,
                dev.failover.probe.Main.class);
        service.awaitLine("probe-service ready", LIMIT);
        return service;
    }

    private static void apply(String bootstrap, int targets, Probing probing, IntFunction<Check> check)
            throws InterruptedException {
        KafkaClients clients = new KafkaClients(KafkaSettings.of(bootstrap));
        try (Producer<String, byte[]> producer = clients.producer("benchmark", 60_000)) {
            EventWriter writer = new EventWriter(producer, "benchmark", Clock.systemUTC());
            List<Future<RecordMetadata>> sent = IntStream.range(0, targets / 2)
                    .mapToObj(service -> writer.send(spec(service, probing, check)))
                    .toList();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the specifications were not written", e);
        }
    }

    private static ServiceSpec spec(int service, Probing probing, IntFunction<Check> check) {
        return new ServiceSpec(
                "s%05d".formatted(service),
                new DnsRecord("Z0BENCH", "s%05d.example.com".formatted(service), RecordType.A, Duration.ofSeconds(5)),
                false,
                List.of(
                        new Endpoint("primary", Target.of("192.0.2.1"), check.apply(2 * service)),
                        new Endpoint("secondary", Target.of("192.0.2.2"), check.apply(2 * service + 1))),
                probing,
                Policy.DEFAULT);
    }

    String bootstrap() {
        return bootstrap;
    }

    Program service() {
        return service;
    }

    @Override
    public long cpuMicros() {
        return service.cpuMicros();
    }

    @Override
    public long residentMib() {
        return service.residentMib();
    }

    @Override
    public void mustRun() {
        broker.mustRun();
        service.mustRun();
    }

    @Override
    public void close() {
        service.close();
        broker.close();
    }
}
