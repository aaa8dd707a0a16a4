package dev.failover.simulation;

import dev.failover.decision.DecisionRole;
import dev.failover.decision.core.Fleet;
import dev.failover.dns.ActuatorRole;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Command;
import dev.failover.event.DnsRecord;
import dev.failover.event.ServiceSpec;
import dev.failover.kafka.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Everything, wired: the log, the zone, the probers, two processes of each service, and the checker over it all. */
final class World {

    static final String DECISION_SERVICE = "decision-service";
    static final int PARTITIONS = 2;

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Fleet.Rule BRAKE = new Fleet.Rule(0.5, 3, Duration.ofSeconds(30));

    final Schedule schedule = new Schedule();
    final SplittableRandom random;
    final Story story;
    final Checker checker;
    final Log log;
    final Zone zone;
    final List<Truth> services = new ArrayList<>();
    final List<Prober> probers = new ArrayList<>();
    final List<Instance> deciders = new ArrayList<>();
    final List<Instance> actuators = new ArrayList<>();
    private long commands;
    private long events;

    /**
     * A world without services.
     *
     * @param instances how many processes each service has
     */
    World(long seed, Canary canary, int instances, boolean aloud) {
        random = new SplittableRandom(seed);
        story = new Story(schedule, aloud);
        checker = new Checker(schedule, story);
        log = new Log(schedule, PARTITIONS, checker);
        zone = new Zone(schedule, random.split(), checker, canary == Canary.BATCH_TORN);
        checker.watch(log, zone);
        for (int i = 0; i < Truth.LOCATIONS.size(); i++) {
            probers.add(new Prober(i, schedule, log, random.split()));
        }
        addProcesses(instances, DECISION_SERVICE, decisionService(canary), deciders);
        addProcesses(instances, "dns-actuator", actuator(canary), actuators);
    }

    private void addProcesses(int instances, String name, Instance.Role role, List<Instance> processes) {
        Group group = new Group(name, schedule, PARTITIONS);
        for (int i = 1; i <= instances; i++) {
            processes.add(new Instance(name + "-" + i, role, schedule, log, group, random.split(), story));
        }
    }

    private static Instance.Role decisionService(Canary canary) {
        return new Instance.Role(
                List.of(Topic.SERVICES, Topic.OBSERVATIONS, Topic.COMMANDS, Topic.CHANGES),
                1_000,
                500,
                canary.decisionService(),
                process -> {
                    DecisionRole role = DecisionRole.start(
                            process::producer, process::reader, process::nanos, process.clock(), TICK, BRAKE);
                    return new Instance.Program(role.handler(), role.commit());
                });
    }

    private Instance.Role actuator(Canary canary) {
        return new Instance.Role(
                List.of(Topic.DECISIONS),
                ActuatorRole.DECISIONS_A_POLL,
                250,
                canary.actuator(),
                process -> new Instance.Program(
                        ActuatorRole.start(
                                zone.seenBy(process),
                                zone::shows,
                                process.producer(null),
                                new VirtualExecutor(process),
                                process::busy,
                                process.clock(),
                                cause -> process.kill("ended by " + cause.getMessage())),
                        dev.failover.kafka.CommitStep.AFTER_HANDLING));
    }

    void start() {
        deciders.forEach(Instance::start);
        actuators.forEach(Instance::start);
    }

    /** Brings a service in; its name has an answer already, or gets one with the first claim. */
    Truth add(ServiceSpec spec, @Nullable String holder) {
        Truth service = new Truth(spec);
        services.add(service);
        checker.watch(service, holder != null);
        if (holder != null) {
            zone.edit(spec.record(), held(spec, holder));
        }
        log.append(spec);
        probers.forEach(prober -> prober.watch(service));
        return service;
    }

    private static RecordSnapshot held(ServiceSpec spec, String holder) {
        if (spec.record().routing() == DnsRecord.Routing.SIMPLE) {
            return new RecordSnapshot(
                    spec.endpoint(holder).orElseThrow().target(), spec.record().ttl());
        }
        return new RecordSnapshot(spec.endpoints().stream()
                .map(each -> new RecordSet(
                        each.target(),
                        spec.record().ttl(),
                        new RecordSet.Role.Weighted(each.name(), each.name().equals(holder) ? 1 : 0),
                        null))
                .toList());
    }

    void edit(Truth service, ServiceSpec next) {
        if (next.policy().mode() != service.spec.policy().mode()) {
            checker.modeChanged(service.name());
        }
        service.spec = next;
        story.tell(service.name() + " is edited: " + next.policy().mode() + " "
                + next.policy().thresholds());
        log.append(next);
    }

    void say(Truth service, Command.Kind kind, @Nullable String endpoint, boolean force, @Nullable Instant until) {
        Command command = new Command(
                service.name(), "c-" + ++commands, kind, endpoint, force, until, "ana", "simulated", schedule.now());
        story.tell(() -> "somebody says " + service.name() + " " + kind + " " + endpoint + (force ? " by force" : "")
                + (until == null ? "" : " until " + until));
        log.append(command);
    }

    /** Lets time pass; everything is checked after every event. */
    void runUntil(long millis) {
        while (schedule.step(millis)) {
            events++;
            checker.check();
        }
    }

    long events() {
        return events;
    }
}
