package dev.failover.decision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("scenarios 28 and 29: the fleet's brake")
class FleetTest {

    private static final Fleet.Rule RULE = new Fleet.Rule(0.3, 5, Duration.ofMinutes(1));

    private final List<Fixture> services = new ArrayList<>();
    private final List<Policy> policies = new ArrayList<>();

    private void services(int many, Policy policy) {
        for (int i = 0; i < many; i++) {
            services.add(Fixture.settled(policy));
            policies.add(policy);
        }
    }

    /** The first of them see their primaries so; the others see theirs pass. */
    private void rounds(int some, String primary) {
        for (int i = 0; i < services.size(); i++) {
            services.get(i).rounds(i < some ? primary : ".".repeat(primary.length()), ".".repeat(primary.length()));
        }
    }

    private Fleet look(Fleet fleet) {
        List<Fleet.Member> members = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            members.add(new Fleet.Member(policies.get(i), services.get(i).state()));
        }
        return fleet.look(members, services.get(0).now());
    }

    @Test
    void isCalmWhileFewAreBad() {
        services(20, Fixture.policy());
        rounds(4, "FFF");

        assertThat(look(Fleet.calm(RULE)).incident()).isNull();
    }

    @Test
    void isCalmWhenTheFewServicesThatThereAreAllFail() {
        services(4, Fixture.policy());
        rounds(4, "FFF");

        assertThat(look(Fleet.calm(RULE)).incident()).isNull();
    }

    @Test
    void aFirstFailureAtManyIsNotProvenYet() {
        services(20, Fixture.policy());
        rounds(6, "F");

        assertThat(look(Fleet.calm(RULE)).incident())
                .isEqualTo(new Incident("shaking", "checks fail at many services at once", false));
    }

    @Test
    void manyThatAreDownAreAnIncidentUntilTheWindowHasPassed() {
        services(20, Fixture.policy());
        rounds(6, "FFF");
        Fleet braked = look(Fleet.calm(RULE));
        assertThat(braked.incident())
                .isEqualTo(
                        new Incident("brake-2026-11-23T12:00:00Z", "6 of 20 services turned DOWN within 60 s", true));

        rounds(6, "F".repeat(30));
        assertThat(look(braked).incident()).isEqualTo(braked.incident());
        // Their moves are in flight; confirm them elsewhere and let the window pass.
        services.subList(0, 6).forEach(service -> service.confirm("secondary"));
        rounds(0, ".".repeat(61));
        assertThat(look(braked).incident()).isNull();
    }

    @Test
    void aGroupThatIsAuthorisedDoesNotCountButIsHeldByTheOthers() {
        services(6, new Rules().authorised().policy());
        services(14, Fixture.policy());
        rounds(6, "FFF");
        assertThat(look(Fleet.calm(RULE)).incident()).isNull();

        rounds(12, "FFF");
        assertThat(look(Fleet.calm(RULE)).incident())
                .isEqualTo(
                        new Incident("brake-2026-11-23T12:00:00Z", "6 of 14 services turned DOWN within 60 s", true));
    }
}
