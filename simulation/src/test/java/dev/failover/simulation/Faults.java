package dev.failover.simulation;

import dev.failover.event.Command;
import dev.failover.event.Policy;
import dev.failover.event.Target;
import dev.failover.kafka.Topic;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** All that goes wrong, and the people who make it better or worse; until it all ends. */
final class Faults {

    private static final long PAUSE_MILLIS = 2_500;

    /** How long a fault lasts at most. */
    private static final int LONGEST_MILLIS = 60_000;

    /**
     * By so much a decision-service's clock is wrong at most, as NTP keeps it: it is only looked at where a partition is taken
     * over while nothing at all is heard, and there is no other clock then to know it by.
     */
    private static final int DECIDERS_CLOCK_MILLIS = 500;

    private static final List<Zone.Mood> MOODS = Arrays.stream(Zone.Mood.values())
            .filter(mood -> mood != Zone.Mood.WELL)
            .toList();

    private final World world;
    private final SplittableRandom random;
    private final Schedule schedule;
    private final long end;
    private final List<Runnable> all = List.of(
            this::endpointFails,
            this::endpointFails,
            this::endpointFails,
            this::endpointFlaps,
            this::wayIsBroken,
            this::standbyIsNotReady,
            this::dataFallsBehind,
            this::regionFails,
            this::locationIsBlind,
            this::locationIsSilent,
            this::allAreSilent,
            this::proberRestarts,
            this::proberIsCutOff,
            this::proberClockJumps,
            this::noiseBegins,
            this::deciderCrashes,
            this::deciderCrashes,
            this::deciderStops,
            this::deciderIsCutOff,
            this::deciderRestarts,
            this::commitFails,
            this::actuatorCrashes,
            this::actuatorStops,
            this::actuatorIsCutOff,
            this::machineClockJumps,
            this::zoneIsUnwell,
            this::zoneIsUnwell,
            this::somebodyEditsTheZone,
            this::somebodyOrders,
            this::somebodyOrders,
            this::somebodyHolds,
            this::somebodyHolds,
            this::somebodyReleases,
            this::specificationIsEdited,
            this::actuatorReadsAllAgain,
            this::poisonIsWritten);

    Faults(World world, long end) {
        this.world = world;
        this.random = world.random.split();
        this.schedule = world.schedule;
        this.end = end;
    }

    void begin() {
        schedule.in(random.nextInt((int) PAUSE_MILLIS * 2), this::next);
    }

    private void next() {
        if (schedule.millis() < end) {
            all.get(random.nextInt(all.size())).run();
            begin();
        }
    }

    private long aWhile() {
        return Math.min(3_000 + random.nextInt(LONGEST_MILLIS), Math.max(0, end - schedule.millis() - 1));
    }

    private void forAWhile(String what, Runnable begin, Runnable after) {
        long time = aWhile();
        world.story.tell(() -> what + " for " + time + " ms");
        begin.run();
        schedule.in(time, after);
    }

    private <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private int anEndpoint(Truth service) {
        return random.nextInt(service.endpoints.size());
    }

    private void endpointFails() {
        Truth service = oneOf(world.services);
        int endpoint = anEndpoint(service);
        forAWhile(
                service.name() + " " + service.endpoints.get(endpoint) + " fails",
                () -> service.up[endpoint] = false,
                () -> service.up[endpoint] = true);
    }

    private void endpointFlaps() {
        Truth service = oneOf(world.services);
        int endpoint = anEndpoint(service);
        int period = 4_000 + random.nextInt(12_000);
        world.story.tell(service.name() + " " + service.endpoints.get(endpoint) + " flaps");
        for (int i = 0; i < 8; i++) {
            boolean up = i % 2 == 1;
            long after = Math.min((long) i * period, Math.max(0, end - schedule.millis() - 1));
            schedule.in(after, () -> service.up[endpoint] = up);
        }
    }

    private void wayIsBroken() {
        Truth service = oneOf(world.services);
        int location = random.nextInt(Truth.LOCATIONS.size());
        int endpoint = anEndpoint(service);
        forAWhile(
                "the way from " + Truth.LOCATIONS.get(location) + " to " + service.name() + " is broken",
                () -> service.blocked[location][endpoint] = true,
                () -> service.blocked[location][endpoint] = false);
    }

    private void standbyIsNotReady() {
        Truth service = oneOf(world.services);
        int endpoint = anEndpoint(service);
        forAWhile(
                service.name() + " " + service.endpoints.get(endpoint) + " is not ready",
                () -> service.unready[endpoint] = true,
                () -> service.unready[endpoint] = false);
    }

    private void dataFallsBehind() {
        Truth service = oneOf(world.services);
        int endpoint = anEndpoint(service);
        forAWhile(
                service.name() + " " + service.endpoints.get(endpoint) + " falls behind",
                () -> service.lagSeconds[endpoint] = 5 + random.nextInt(60),
                () -> service.lagSeconds[endpoint] = 0);
    }

    private void regionFails() {
        int endpoint = random.nextInt(2);
        forAWhile(
                "a region fails",
                () -> world.services.forEach(service -> service.up[endpoint] = false),
                () -> world.services.forEach(service -> service.up[endpoint] = true));
    }

    private void locationIsBlind() {
        Prober prober = oneOf(world.probers);
        forAWhile("a location is blind", () -> prober.blind(true), () -> prober.blind(false));
    }

    private void locationIsSilent() {
        Prober prober = oneOf(world.probers);
        forAWhile("a location is silent", () -> prober.silent(true), () -> prober.silent(false));
    }

    private void allAreSilent() {
        forAWhile(
                "all locations are cut off from Kafka",
                () -> world.probers.forEach(prober -> prober.cutOff(true)),
                () -> world.probers.forEach(prober -> prober.cutOff(false)));
    }

    private void proberRestarts() {
        world.story.tell("a prober restarts");
        oneOf(world.probers).restart();
    }

    private void proberIsCutOff() {
        Prober prober = oneOf(world.probers);
        forAWhile("a location is cut off from Kafka", () -> prober.cutOff(true), () -> prober.cutOff(false));
    }

    private void proberClockJumps() {
        world.story.tell("a prober's clock jumps");
        oneOf(world.probers).clock().jump(random.nextInt(-90_000, 90_000));
    }

    private void noiseBegins() {
        forAWhile(
                "checks are lost, doubled, late and in disorder",
                () -> world.probers.forEach(prober -> prober.noise(5 + random.nextInt(40))),
                () -> world.probers.forEach(prober -> prober.noise(0)));
    }

    private void deciderCrashes() {
        oneOf(world.deciders).crashIn(random.nextInt(6), random.nextInt(20_000));
    }

    private void actuatorCrashes() {
        oneOf(world.actuators).crashIn(random.nextInt(8), random.nextInt(20_000));
    }

    private void deciderRestarts() {
        oneOf(world.deciders).restart(random.nextInt(10_000));
    }

    private void deciderStops() {
        Instance process = oneOf(world.deciders);
        long time = 1_000L + random.nextInt(25_000);
        world.story.tell(process + " stands still for " + time + " ms");
        process.pause(time);
    }

    private void actuatorStops() {
        Instance process = oneOf(world.actuators);
        long time = 1_000L + random.nextInt(25_000);
        world.story.tell(process + " stands still for " + time + " ms");
        process.pause(time);
    }

    private void deciderIsCutOff() {
        Instance process = oneOf(world.deciders);
        long time = 1_000L + random.nextInt(30_000);
        world.story.tell(process + " is cut off from Kafka for " + time + " ms");
        process.cutOff(time);
    }

    private void actuatorIsCutOff() {
        Instance process = oneOf(world.actuators);
        long time = 1_000L + random.nextInt(30_000);
        world.story.tell(process + " is cut off from Kafka for " + time + " ms");
        process.cutOff(time);
    }

    private void commitFails() {
        boolean lost = random.nextBoolean();
        oneOf(world.deciders).failNextCommit(lost ? SideEffects.Fate.ANSWER_LOST : SideEffects.Fate.FAILS);
    }

    private void machineClockJumps() {
        boolean decides = random.nextBoolean();
        Instance process = oneOf(decides ? world.deciders : world.actuators);
        int most = decides ? DECIDERS_CLOCK_MILLIS : 60_000;
        int millis = random.nextInt(-most, most);
        world.story.tell("the clock of " + process + " jumps by " + millis + " ms");
        process.clock().jump(millis);
    }

    private void zoneIsUnwell() {
        Zone.Mood mood = oneOf(MOODS);
        forAWhile("the zone is " + mood, () -> world.zone.mood(mood), () -> world.zone.mood(Zone.Mood.WELL));
    }

    private void somebodyEditsTheZone() {
        Truth service = oneOf(world.services);
        String name = service.spec.record().name();
        Target foreign = Target.of("198.51.100.1");
        world.zone.record(name).ifPresent(before -> {
            if (before.targets().contains(foreign)) {
                return;
            }
            forAWhile(
                    "somebody gives " + name + " an address of no endpoint",
                    () -> world.zone.edit(service.spec.record(), foreign),
                    () -> world.zone.edit(service.spec.record(), before));
        });
    }

    private void somebodyOrders() {
        Truth service = oneOf(world.services);
        boolean back = random.nextInt(4) == 0;
        boolean pins = !back && random.nextBoolean();
        world.say(
                service,
                back ? Command.Kind.FAILBACK : Command.Kind.FAILOVER,
                back ? null : service.endpoints.get(anEndpoint(service)),
                random.nextInt(3) == 0,
                pins ? soon() : null);
    }

    private void somebodyHolds() {
        Truth service = oneOf(world.services);
        switch (random.nextInt(5)) {
            case 0, 1 -> world.say(service, Command.Kind.PAUSE, null, false, soon());
            case 2, 3 ->
                world.say(service, Command.Kind.MAINTENANCE, service.endpoints.get(anEndpoint(service)), false, soon());
            default -> world.say(service, Command.Kind.RESUME, null, false, null);
        }
    }

    private Instant soon() {
        return schedule.now().plusMillis(aWhile());
    }

    private void somebodyReleases() {
        world.services.forEach(service -> world.say(service, Command.Kind.RELEASE, null, false, null));
    }

    private void specificationIsEdited() {
        Truth service = oneOf(world.services);
        world.edit(service, Specs.edited(service.spec, random));
    }

    private void actuatorReadsAllAgain() {
        world.story.tell("the dns-actuator reads all decisions again");
        world.log.reset("dns-actuator");
        world.actuators.forEach(process -> process.crashIn(0, 500));
    }

    private void poisonIsWritten() {
        Topic topic = List.of(Topic.OBSERVATIONS, Topic.COMMANDS, Topic.CHANGES, Topic.SERVICES)
                .get(random.nextInt(4));
        world.log.appendPoison(topic, "nobody");
    }

    /** All faults end, some endpoints stay down for good, and people release what is held. */
    void allEnd() {
        world.story.tell("all faults end");
        world.zone.mood(Zone.Mood.WELL);
        world.probers.forEach(Prober::heal);
        world.deciders.forEach(Instance::heal);
        world.actuators.forEach(Instance::heal);
        for (Truth service : world.services) {
            for (int i = 0; i < service.endpoints.size(); i++) {
                service.up[i] = random.nextInt(4) > 0;
                service.unready[i] = false;
                service.lagSeconds[i] = 0;
            }
            for (boolean[] location : service.blocked) {
                Arrays.fill(location, false);
            }
            if (service.spec.policy().mode() == Policy.Mode.MANUAL) {
                world.edit(
                        service,
                        Specs.with(
                                service.spec,
                                Policy.Mode.AUTO,
                                service.spec.policy().thresholds()));
            }
            world.story.tell(service.name() + " has " + service.endpoints + " up " + Arrays.toString(service.up));
        }
        releaseFromTimeToTime();
    }

    private void releaseFromTimeToTime() {
        somebodyReleases();
        schedule.in(30_000, this::releaseFromTimeToTime);
    }
}
