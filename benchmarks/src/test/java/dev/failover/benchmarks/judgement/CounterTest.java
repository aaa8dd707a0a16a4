package dev.failover.benchmarks.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterTest {

    private static boolean up(Counter counter, String checks) {
        checks.chars().forEach(check -> counter.count(check == '.'));
        return counter.up();
    }

    @ParameterizedTest
    @CsvSource({"FF, true", "FFF, false", "FF.FF, true", "FFF., false", "FFF.., true", "FFF.F., false"})
    void countsInARow(String checks, boolean up) {
        assertThat(up(Counter.inARow(3, 2), checks)).isEqualTo(up);
    }

    @ParameterizedTest
    @CsvSource({
        "FF, true",
        "FFF, false",
        "F.F.F, false",
        "FF..F, true",
        "FFF.., false",
        "FFF..., true",
        "FFF...FF, true"
    })
    void forgivesOnlyAfterPassesInARow(String checks, boolean up) {
        assertThat(up(Counter.forgiving(3, 2, 3), checks)).isEqualTo(up);
    }

    @ParameterizedTest
    @CsvSource({"., true", "F, false", "FFF, true", "FFF., false", "FF.., true"})
    void isSettledWhenTheNextCheckChangesNothing(String checks, boolean settled) {
        Counter counter = Counter.forgiving(3, 2, 3);
        checks.chars().forEach(check -> counter.count(check == '.'));

        assertThat(counter.settled()).isEqualTo(settled);
    }
}
