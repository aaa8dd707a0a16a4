package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Policy;
import dev.failover.event.ServiceState;
import dev.failover.event.Verdict;
import dev.failover.event.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldsTest {

    private static final Instant NOON = Events.NOON;

    private final Holds holds = new Holds();

    @ParameterizedTest
    @CsvSource({
        "ALL_DOWN, 0, CRITICAL",
        "NO_CANDIDATE, 0, CRITICAL",
        "ACTIVE_DOWN, 0, CRITICAL",
        "NO_FRESH_CHECKS, 15, CRITICAL",
        "LOCATIONS_DISAGREE, 15, WARNING",
        "IN_FLIGHT, 60, WARNING",
        "FAILBACK_READY, 15, INFO",
    })
    void tellsWhatHasLastedLongEnoughOnce(String diagnosis, long seconds, Notice.Severity severity) {
        if (seconds > 0) {
            assertThat(holds.of(state("search", diagnosis, seconds - 1, null, false)))
                    .isEmpty();
        }
        assertThat(holds.of(state("search", diagnosis, seconds, null, false)))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.kind()).isEqualTo("HOLD");
                    assertThat(notice.severity()).isEqualTo(severity);
                    assertThat(notice.subject()).isEqualTo("search: " + diagnosis + ", the name stays at primary");
                    assertThat(notice.text())
                            .contains("primary is DOWN in 2 of 2 locations")
                            .contains("What keeps it there:\n  secondary is not ready: read-only\n")
                            .contains("What would change it: an order.");
                });
        assertThat(holds.of(state("search", diagnosis, seconds + 5, null, false)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SETTLED", "AWAY", "NOT_CLAIMED", "ORDERED", "REFUSED", "ADDED_LATER"})
    void saysNothingOfTheOthers(String diagnosis) {
        assertThat(holds.of(state("search", diagnosis, 1_000, null, false))).isEmpty();
    }

    @Test
    @DisplayName("scenario 28: one notice for all services that the fleet's brake holds")
    void oneNoticeForTheBrake() {
        ServiceState.Brake brake = new ServiceState.Brake("brake-1", "40 of 100 services turned DOWN", NOON, false);
        Notice first =
                holds.of(state("search", "FLEET_BRAKED", 0, brake, false)).get(0);
        Notice second = holds.of(state("shop", "FLEET_BRAKED", 0, brake, false)).get(0);

        assertThat(first.id()).isEqualTo("brake-1").isEqualTo(second.id());
        assertThat(first.text()).contains("40 of 100 services turned DOWN").contains("failover release");
    }

    @Test
    @DisplayName("scenario 1: a blind location is told once, and again when it was seeing in between")
    void tellsOfABlindLocation() {
        assertThat(holds.of(state("search", "SETTLED", 0, null, true)))
                .singleElement()
                .satisfies(notice -> assertThat(notice.subject()).isEqualTo("location a is blind"));
        assertThat(holds.of(state("shop", "SETTLED", 0, null, true))).isEmpty();
        assertThat(holds.of(state("search", "SETTLED", 0, null, false))).isEmpty();
        assertThat(holds.of(state("search", "SETTLED", 0, null, true))).hasSize(1);
    }

    private static ServiceState state(
            String service, String diagnosis, long seconds, ServiceState.@Nullable Brake brake, boolean blind) {
        ServiceState.LocationState location = new ServiceState.LocationState(
                "a",
                Vote.UNKNOWN,
                0,
                0,
                0,
                0,
                "boot",
                1,
                NOON,
                NOON,
                null,
                blind,
                List.of(),
                null,
                null,
                Duration.ZERO,
                0);
        return new ServiceState(
                service,
                NOON.plusSeconds(seconds),
                Policy.Mode.AUTO,
                "primary",
                3,
                List.of(new ServiceState.EndpointState(
                        "primary", Verdict.DOWN, NOON, null, List.of(location), List.of(), null)),
                null,
                null,
                null,
                null,
                null,
                null,
                NOON,
                null,
                Map.of(),
                brake,
                null,
                new ServiceState.Explanation(
                        diagnosis,
                        NOON,
                        "primary is DOWN in 2 of 2 locations",
                        List.of("secondary is not ready: read-only"),
                        "an order"));
    }
}
