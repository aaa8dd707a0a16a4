package dev.failover.dns;

import dev.failover.dns.plan.Planner;
import dev.failover.dns.rfc2136.Rfc2136Provider;
import dev.failover.dns.rfc2136.Rfc2136Settings;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.dns.steering.PublicZone;
import dev.failover.dns.steering.SteeringLog;
import dev.failover.dns.steering.SteeringProvider;
import dev.failover.dns.steering.SteeringVerticle;
import dev.failover.event.DnsRecord;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the dns-actuator: one loop over decisions, one pool that confirms, one thread that tests, one provider for all. */
public final class ActuatorVerticle extends VerticleBase {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int DELIVERY_MILLIS = 30_000;

    /** As many as one poll's time suffices for: four batches of a zone, with the reads before them. */
    private static final int DECISIONS_A_POLL = 500;

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(ActuatorVerticle.class);

    private final Settings settings;
    private final ServiceContext process;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    public ActuatorVerticle(Settings settings, ServiceContext process) {
        this.settings = settings;
        this.process = process;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::startLoop).compose(started -> startSteering());
    }

    /** Beside the loop, and whether or not this process carries out decisions. */
    private Future<?> startSteering() {
        return settings.steeringPort() == 0
                ? Future.succeededFuture()
                : vertx.deployVerticle(
                        new SteeringVerticle(settings.steeringPort(), new KafkaClients(settings.kafka()), process));
    }

    private boolean startLoop() {
        Clock clock = Clock.systemUTC();
        KafkaClients clients = new KafkaClients(settings.kafka());
        Producer<String, byte[]> producer = opened(clients.producer("dns-actuator", DELIVERY_MILLIS));
        EventWriter writer = new EventWriter(producer, "dns-actuator/" + settings.owner(), clock);
        ActuatorMetrics metrics = new ActuatorMetrics(process.metrics());
        Gates gates = new Gates(settings.rates(), clock, metrics);
        Route53Provider route53 = opened(new Route53Provider(settings.aws()));
        Changes changes = new Changes(writer, metrics, clock);
        Map<DnsRecord.Provider, DnsProvider> others = others(clients, clock);
        DnsProvider verifying = providers(route53.through(gates.verification()), others);
        Confirmations confirmations = opened(new Confirmations(
                verifying,
                new AuthoritativeServers(verifying, settings.nameServers()),
                changes,
                new Confirmations.Options(settings.confirmFirstDelay(), settings.confirmLimit()),
                Confirmations.pool(),
                clock,
                process.fatal()));
        DecisionHandler handler = new DecisionHandler(
                new ZoneMoves.Tools(
                        providers(route53.through(gates.failover()), others),
                        new Planner(settings.owner()),
                        changes,
                        confirmations,
                        settings.dryRun(),
                        settings.maxDecisionAge(),
                        clock),
                gates::budget);
        Permissions permissions = new Permissions(
                providers(route53.through(gates.scan()), others),
                new ServiceRecords(clients)::read,
                () -> handler.isWriter() && !settings.dryRun(),
                gates::isOpen,
                new Permissions.Options(settings.owner(), settings.permissionTestInterval()),
                clock);
        ConsumeLoop loop = opened(loop(clients, producer, handler, clock));
        metrics.watch(confirmations);
        metrics.watch(handler);
        metrics.watch(permissions);
        process.health().live("loop", loop::whyDead);
        process.health().ready("loop", loop::whyNotReady);
        process.health().ready("provider", gates::whyOpen);
        process.health().ready("permission", permissions::problem);
        process.health().note("standby", handler::standsBy);
        process.health().note("quota", gates::waiting);
        loop.start();
        testEvery(TICK, permissions);
        return true;
    }

    private Map<DnsRecord.Provider, DnsProvider> others(KafkaClients clients, Clock clock) {
        Map<DnsRecord.Provider, DnsProvider> others = new EnumMap<>(DnsRecord.Provider.class);
        settings.rfc2136().ifPresent(rfc2136 -> others.put(DnsRecord.Provider.RFC_2136, new Rfc2136Provider(rfc2136)));
        SteeringLog log = new SteeringLog(clients, "dns-actuator/" + settings.owner(), clock);
        others.put(
                DnsRecord.Provider.STEERING, new SteeringProvider(log, new PublicZone(settings.nameServers()), clock));
        return others;
    }

    /** Only Route 53 has a quota to wait for; what is not set up is refused with the settings that it needs. */
    private static DnsProvider providers(DnsProvider route53, Map<DnsRecord.Provider, DnsProvider> others) {
        Map<DnsRecord.Provider, DnsProvider> setUp = new EnumMap<>(others);
        setUp.put(DnsRecord.Provider.ROUTE_53, route53);
        return new Providers(setUp, Map.of(DnsRecord.Provider.RFC_2136, Rfc2136Settings.NAMES));
    }

    private ConsumeLoop loop(
            KafkaClients clients, Producer<String, byte[]> producer, DecisionHandler handler, Clock clock) {
        // A dry run must not take decisions away from the actuator that carries them out.
        String group = settings.dryRun() ? "dns-actuator-dry-run" : "dns-actuator";
        return new ConsumeLoop(
                new ConsumeLoop.Options("dns-actuator", List.of(Topic.DECISIONS), POLL),
                clients.groupConsumer(group, "dns-actuator", DECISIONS_A_POLL, AllToOne.class),
                handler,
                CommitStep.AFTER_HANDLING,
                new DeadLetters(producer, "dns-actuator", process.metrics()),
                clock,
                process.fatal());
    }

    /** On a thread of its own: a test that waits for its quota delays nobody. */
    private void testEvery(Duration tick, Permissions permissions) {
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "permissions"));
        opened(thread::shutdownNow);
        java.util.concurrent.Future<?> unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        permissions.tick();
                    } catch (KafkaException e) {
                        log.warn("permissions are not tested: {}", e.getMessage());
                    } catch (RuntimeException e) {
                        process.fatal().accept(e);
                    }
                },
                1_000,
                tick.toMillis(),
                TimeUnit.MILLISECONDS);
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
