package dev.failover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bug for every invariant, each of which the seeds of one ordinary run must find. */
class CanaryTest {

    private static final long SEEDS = 500;

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void isCaught(Canary canary) {
        Invariant expected = Objects.requireNonNull(canary.caughtBy());

        assertThat(LongStream.rangeClosed(1, SEEDS).parallel().anyMatch(seed -> isCaught(seed, canary, expected)))
                .as("%s is caught by %s within %d seeds", canary, expected, SEEDS)
                .isTrue();
    }

    private static boolean isCaught(long seed, Canary canary, Invariant expected) {
        try {
            new Life(seed, canary, false).live();
            return false;
        } catch (Violation e) {
            return e.invariant() == expected;
        }
    }

    @Test
    void everyInvariantHasACanary() {
        Set<Invariant> watched = new TreeSet<>();
        for (Canary canary : Canary.values()) {
            if (canary.caughtBy() != null) {
                watched.add(canary.caughtBy());
            }
        }

        assertThat(watched).containsExactly(Invariant.values());
    }
}
