package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Observation.Outcome;
import dev.failover.event.Policy.Thresholds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreakTest {

    /** P pass, W warn, F fail, E the prober's error; after each check, + is undecided and . is decided. */
    @ParameterizedTest(name = "{0} leaves {1}")
    @CsvSource({
        "PPP,      ++.", // at the start until up passes
        "FFF,      ++.", // or until down failures
        "WPW,      ++.",
        "EEE,      +++", // errors decide nothing
        "PPPP,     ++..",
        "PPPF,     ++.+", // the first failure after passes
        "PPPFPP,   ++.++.", // forgiven
        "PPPFPFPP, ++.++++.", // one pass does not forgive
        "PPPFFF,   ++.++.", // down
        "PPPFEFF,  ++.+++.", // an error in between changes nothing
        "FFFF,     ++..",
        "FFFP,     ++.+", // the first pass after failures
        "FFFPPP,   ++.++.", // up
        "FFFPPF,   ++.++.", // down as before
    })
    void isUndecidedFromTheFirstDoubtUntilItIsSettled(String checks, String expected) {
        Streak streak = new Streak(new Thresholds(3, 2, 3, 6, 10));
        StringBuilder undecided = new StringBuilder();

        checks.chars().forEach(check -> {
            streak.note(outcome(check));
            undecided.append(streak.undecided() ? '+' : '.');
        });

        assertThat(undecided).hasToString(expected);
    }

    private static Outcome outcome(int letter) {
        return switch (letter) {
            case 'P' -> Outcome.PASS;
            case 'W' -> Outcome.WARN;
            case 'F' -> Outcome.FAIL;
            default -> Outcome.PROBER_ERROR;
        };
    }
}
