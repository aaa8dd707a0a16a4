package dev.failover.benchmarks.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "judgement.md");

    private Comparison comparison;

    @BeforeAll
    void compare() {
        comparison = Comparison.run();
    }

    @Test
    @DisplayName("scenarios 1, 2, 3, 12, 13 and 20: our default policy makes no false move in any trace")
    void oursMakesNoFalseMove() {
        for (String trace : comparison.traces()) {
            assertThat(comparison.scores(trace, Ours.eachSecond()))
                    .as(trace)
                    .extracting(Score::falseMoves)
                    .containsOnly(0);
        }
    }

    @Test
    void oursMissesNoFailure() {
        for (String trace : comparison.traces()) {
            assertThat(comparison.scores(trace, Ours.eachSecond()))
                    .as(trace)
                    .extracting(Score::missed)
                    .containsOnly(0);
        }
    }

    @Test
    void theDocumentHoldsTheTablesOfAFreshRun() throws IOException {
        String document = Files.readString(DOCUMENT);

        assertThat(comparison.into(document))
                .as("run: java -jar benchmarks/target/benchmarks.jar judgement docs/judgement.md")
                .isEqualTo(document);
    }

    @Test
    void refusesADocumentWithoutAPlaceForTheTables() {
        assertThatThrownBy(() -> comparison.into("# Something else"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no place for the tables");
    }
}
