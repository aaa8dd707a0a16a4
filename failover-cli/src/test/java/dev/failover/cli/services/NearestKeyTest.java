package dev.failover.cli.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestKeyTest {

    private static final List<String> KNOWN = List.of("coolDown", "up", "ttl", "name");

    @ParameterizedTest
    @CsvSource({
        "cool-down, coolDown",
        "CoolDown, coolDown",
        "coolDwon, coolDown",
        "cooldwn, coolDown",
        "naem, name",
        "upp, up",
        "tll, ttl"
    })
    void findsTheKeyThatWasMeant(String unknown, String known) {
        assertThat(NearestKey.of(unknown, KNOWN)).contains(known);
    }

    @ParameterizedTest
    @CsvSource({"colour", "down", "interval", "x"})
    void guessesNothingFarOff(String unknown) {
        assertThat(NearestKey.of(unknown, List.of("coolDown", "ttl", "name"))).isEmpty();
    }
}
