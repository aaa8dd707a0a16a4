package dev.failover.awslocal.route53;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationsTest {

    private static final List<String> REGIONS = HealthCheckConfig.REGIONS;

    private final Observations observations = new Observations();

    @Test
    void isUpUntilThereIsData() {
        assertThat(observations.isUp("c", REGIONS)).isTrue();
        assertThat(observations.of("c", REGIONS)).isEmpty();
    }

    /** F is a failure, P a pass; each of them by all checkers. */
    @ParameterizedTest
    @CsvSource({
        "1, F, false",
        "1, FP, true",
        "3, FF, true",
        "3, FFPFF, true",
        "3, FFF, false",
        "3, FFFPP, false",
        "3, FFFPPFPP, false",
        "3, FFFPPP, true"
    })
    void turnsAfterAsManyInARowAsTheThresholdSaysInBothDirections(int threshold, String results, boolean up) {
        results.chars().forEach(result -> REGIONS.forEach(region -> add(region, threshold, result == 'P')));

        assertThat(observations.isUp("c", REGIONS)).isEqualTo(up);
    }

    @Test
    void isUpWhileMoreThan18PercentOfTheCheckersSaySo() {
        REGIONS.forEach(region -> add(region, 1, false));

        add(REGIONS.get(0), 1, true);
        assertThat(observations.isUp("c", REGIONS)).as("12.5 %").isFalse();
        add(REGIONS.get(1), 1, true);
        assertThat(observations.isUp("c", REGIONS)).as("25 %").isTrue();
    }

    @Test
    void asksTheChosenRegionsOnly() {
        REGIONS.forEach(region -> add(region, 1, false));
        add("eu-west-1", 1, true);

        assertThat(observations.isUp("c", List.of("us-east-1", "us-west-1", "us-west-2")))
                .isFalse();
        assertThat(observations.isUp("c", List.of("us-east-1", "us-west-1", "eu-west-1")))
                .isTrue();
        assertThat(observations.of("c", List.of("eu-west-1"))).containsOnlyKeys("eu-west-1");
    }

    @Test
    void forgetsWhatIsGone() {
        add("eu-west-1", 1, false);

        observations.forget("c");

        assertThat(observations.isUp("c", REGIONS)).isTrue();
    }

    private void add(String region, int threshold, boolean passed) {
        observations.add("c", region, threshold, new Observations.Result(passed, "Success: so to say", Instant.EPOCH));
    }
}
