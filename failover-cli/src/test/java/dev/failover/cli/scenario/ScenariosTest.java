package dev.failover.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every scenario directory; see the README beside them. {@code -Dgolden.write} writes what is expected anew. */
class ScenariosTest {

    static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    static List<Arguments> scenarios() throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(folder -> Arguments.of(title(folder), folder))
                    .toList();
        }
    }

    /** For example {@code 3 one-location-sees-it-down}. */
    private static String title(Path folder) {
        String name = folder.getFileName().toString();
        int dash = name.indexOf('-');
        return Integer.parseInt(name.substring(0, dash)) + " " + name.substring(dash + 1);
    }

    @ParameterizedTest(name = "scenario {0}")
    @MethodSource("scenarios")
    @DisplayName("each scenario is judged as it is expected")
    void isJudgedAsExpected(String title, Path folder) throws IOException {
        String played = Stage.play(folder);

        Path expected = folder.resolve("expected.txt");
        if (System.getProperty("golden.write") != null) {
            Files.writeString(expected, played);
        }
        assertThat(played).as("scenario %s", title).isEqualTo(Files.readString(expected));
    }
}
