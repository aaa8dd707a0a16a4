package dev.failover.dns;

import dev.failover.dns.plan.Planner;
import dev.failover.dns.steering.SteeringVerticle;
import dev.failover.kafka.ConsumeLoop;
import dev.failover.kafka.DeadLetters;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.service.ServiceContext;
import dev.failover.service.ServiceVerticle;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/**
 * Wires the dns-actuator: one loop over decisions, one pool that confirms, a thread that tests, one that looks for drift, and
 * all providers as one ({@link ProviderAccess}). When it stops, the loop ends first, the producer last.
 */
public final class ActuatorVerticle extends ServiceVerticle {

    /** Short, since a wave that is gathered is carried out by the first poll after its time. */
    private static final Duration POLL = Duration.ofMillis(50);

    private static final int DELIVERY_MILLIS = 30_000;

    /** As many as one poll's time suffices for: four batches of a zone, with the reads before them. */
    private static final int DECISIONS_A_POLL = 500;

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final KafkaClients clients;
    private final ActuatorMetrics metrics;
    private final Gates gates;

    public ActuatorVerticle(Settings settings, ServiceContext process) {
        super(process);
        this.settings = settings;
        this.clients = new KafkaClients(settings.kafka());
        this.metrics = new ActuatorMetrics(process.metrics());
        this.gates = new Gates(settings.rates(), clock, metrics);
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::startLoop).compose(started -> startSteering());
    }

    /** Beside the loop, and whether or not this process carries out decisions. */
    private Future<?> startSteering() {
        return settings.steeringPort() == 0
                ? Future.succeededFuture()
                : vertx.deployVerticle(new SteeringVerticle(settings.steeringPort(), clients, process));
    }

    private boolean startLoop() {
        Producer<String, byte[]> producer = opened(clients.producer("dns-actuator", DELIVERY_MILLIS));
        Changes changes =
                new Changes(new EventWriter(producer, "dns-actuator/" + settings.owner(), clock), metrics, clock);
        ProviderAccess providers = opened(new ProviderAccess(settings, gates, clients, clock));
        Confirmations confirmations = opened(confirmations(providers.toVerify(), changes));
        DecisionHandler handler = handler(providers.toMove(), changes, confirmations);
        Permissions permissions = permissions(providers.toScan(), handler);
        Drift drift = drift(providers.toScan(), handler, changes, confirmations);
        process.health().ready("provider", gates::whyOpen);
        process.health().ready("permission", permissions::problem);
        process.health().note("standby", handler::standsBy);
        process.health().note("quota", gates::waiting);
        run(loop(producer, handler));
        Scans scans = opened(new Scans(process.fatal()));
        scans.start("permissions", permissions::tick);
        scans.start("drift", drift::tick);
        return true;
    }

    private Confirmations confirmations(DnsProvider provider, Changes changes) {
        Confirmations confirmations = new Confirmations(
                provider,
                new AuthoritativeServers(provider, settings.nameServers()),
                changes,
                new Confirmations.Options(settings.confirmFirstDelay(), settings.confirmLimit()),
                Confirmations.pool(),
                clock,
                process.fatal());
        metrics.watch(confirmations);
        return confirmations;
    }

    private DecisionHandler handler(DnsProvider provider, Changes changes, Confirmations confirmations) {
        DecisionHandler handler = new DecisionHandler(
                new ZoneMoves.Tools(
                        provider,
                        new Planner(settings.owner()),
                        changes,
                        confirmations,
                        settings.dryRun(),
                        settings.maxDecisionAge(),
                        clock),
                gates::budget);
        metrics.watch(handler);
        return handler;
    }

    private Permissions permissions(DnsProvider provider, DecisionHandler handler) {
        Permissions permissions = new Permissions(
                provider,
                new ServiceRecords(clients)::read,
                () -> handler.isWriter() && !settings.dryRun(),
                gates::isOpen,
                new Permissions.Options(settings.owner(), settings.permissionTestInterval()),
                clock);
        metrics.watch(permissions);
        return permissions;
    }

    private Drift drift(DnsProvider provider, DecisionHandler handler, Changes changes, Confirmations confirmations) {
        Drift drift = new Drift(
                provider,
                new ServiceRecords(clients)::specs,
                handler::isWriter,
                changes,
                confirmations,
                new Drift.Options(settings.owner(), settings.driftInterval(), settings.dryRun()),
                clock);
        metrics.watch(drift);
        return drift;
    }

    private ConsumeLoop loop(Producer<String, byte[]> producer, DecisionHandler handler) {
        // A dry run must not take decisions away from the actuator that carries them out.
        String group = settings.dryRun() ? "dns-actuator-dry-run" : "dns-actuator";
        return new ConsumeLoop(
                new ConsumeLoop.Options("dns-actuator", List.of(Topic.DECISIONS), POLL),
                clients.groupConsumer(group, "dns-actuator", DECISIONS_A_POLL, AllToOne.class),
                handler,
                handler,
                new DeadLetters(producer, "dns-actuator", process.metrics()),
                clock,
                process.fatal());
    }
}
