package dev.failover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 58})
    void theSameSeedIsTheSameLifeToTheByte(long seed) {
        Life.Lived once = new Life(seed, Canary.NONE, false).live();

        assertThat(new Life(seed, Canary.NONE, false).live()).isEqualTo(once);
        assertThat(new Life(seed + 1, Canary.NONE, false).live().digest()).isNotEqualTo(once.digest());
    }
}
