package dev.failover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.ServiceState;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A failover, an order and its way back, without any fault but one: the process is killed at the n-th point before or after
 * a side effect, for every n there is, and started again. What it leads to must not differ from the life without it.
 */
class CrashPointsTest {

    private static final long SECOND = 1_000;
    private static final long END = 220 * SECOND;

    /** What the world is left with. */
    private record Outcome(
            List<String> decisions, String answer, String fence, String active, long epoch, int effects) {

        Outcome withoutCount() {
            return new Outcome(decisions, answer, fence, active, epoch, 0);
        }
    }

    @Test
    @DisplayName("scenario 36: killed at any point, the decision-service decides the same, once")
    void theDecisionServiceGoesOnFromEveryPoint() {
        leadsToTheSameFromEveryPoint(world -> world.deciders.get(0));
    }

    @Test
    @DisplayName("scenario 49: killed at any point, the dns-actuator changes the same, once")
    void theActuatorGoesOnFromEveryPoint() {
        leadsToTheSameFromEveryPoint(world -> world.actuators.get(0));
    }

    @Test
    @DisplayName("scenario 36: killed at any point of a gradual move, a decision-service leads to the same")
    void aGradualMoveIsTheSameFromEveryPointOfTheDecisionService() {
        sharesTheSameFromEveryPoint(world -> world.deciders.get(0));
    }

    @Test
    @DisplayName("scenario 36: killed at any point of a gradual move, a dns-actuator leads to the same")
    void aGradualMoveIsTheSameFromEveryPointOfTheActuator() {
        sharesTheSameFromEveryPoint(world -> world.actuators.get(0));
    }

    private static void sharesTheSameFromEveryPoint(Function<World, Instance> victim) {
        Outcome expected = share(victim, -1);
        assertThat(expected.decisions())
                .containsExactly(
                        "s0-1 CLAIM null",
                        "s0-2 MANUAL secondary 10 %",
                        "s0-3 MANUAL secondary 40 %",
                        "s0-4 MANUAL secondary 100 %",
                        "s0-5 MANUAL primary 10 %",
                        "s0-6 MANUAL secondary");
        for (int point = 0; point < expected.effects(); point++) {
            assertThat(share(victim, point).withoutCount())
                    .as("killed at point %d of %d", point, expected.effects())
                    .isEqualTo(expected.withoutCount());
        }
    }

    /** To the other side, back again by a step, and taken back. */
    private static Outcome share(Function<World, Instance> victim, int point) {
        World world = new World(1, Canary.NONE, 1, false);
        Truth service = world.add(Specs.gradual(0), null);
        Instance killed = victim.apply(world);
        killed.crashIn(point, 3 * SECOND);
        world.start();
        world.schedule.in(40 * SECOND, () -> world.say(service, Command.Kind.FAILOVER, "secondary", false, null));
        world.schedule.in(110 * SECOND, () -> world.say(service, Command.Kind.FAILOVER, "primary", false, null));
        world.schedule.in(
                111 * SECOND,
                () -> world.say(
                        service,
                        Command.Kind.PAUSE,
                        null,
                        false,
                        world.schedule.now().plusSeconds(60)));
        world.schedule.in(135 * SECOND, () -> world.say(service, Command.Kind.FAILOVER, "secondary", false, null));
        world.runUntil(END);
        return outcome(world, service, killed);
    }

    private static void leadsToTheSameFromEveryPoint(Function<World, Instance> victim) {
        Outcome expected = live(victim, -1);
        assertThat(expected.decisions())
                .containsExactly(
                        "s0-1 CLAIM null", "s0-2 FAILOVER secondary", "s0-3 MANUAL primary", "s0-4 MANUAL secondary");
        assertThat(expected.effects()).as("points to be killed at").isGreaterThan(20);
        for (int point = 0; point < expected.effects(); point++) {
            assertThat(live(victim, point).withoutCount())
                    .as("killed at point %d of %d", point, expected.effects())
                    .isEqualTo(expected.withoutCount());
        }
    }

    private static Outcome live(Function<World, Instance> victim, int point) {
        World world = new World(1, Canary.NONE, 1, false);
        Truth service = world.add(Specs.plain(0), null);
        Instance killed = victim.apply(world);
        killed.crashIn(point, 3 * SECOND);
        world.start();
        world.schedule.in(40 * SECOND, () -> service.up[0] = false);
        world.schedule.in(80 * SECOND, () -> service.up[0] = true);
        world.schedule.in(120 * SECOND, () -> world.say(service, Command.Kind.FAILOVER, "primary", false, null));
        world.schedule.in(160 * SECOND, () -> world.say(service, Command.Kind.FAILOVER, "secondary", false, null));
        world.runUntil(END);
        return outcome(world, service, killed);
    }

    private static Outcome outcome(World world, Truth service, Instance killed) {
        ServiceState state = world.checker.state(service.name());
        assertThat(state.intent()).isNull();
        return new Outcome(
                world.checker.decisions(service.name()).stream()
                        .map(CrashPointsTest::shown)
                        .toList(),
                world.zone.record(service.spec.record().name()).orElseThrow().toString(),
                world.zone.fence(service.spec.record()).orElseThrow().text(),
                String.valueOf(state.active()),
                state.epoch(),
                killed.effects());
    }

    private static String shown(Decision decision) {
        return decision.id() + " " + decision.kind() + " " + decision.to()
                + (decision.share() == null ? "" : " " + decision.share() + " %");
    }
}
