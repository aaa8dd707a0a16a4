package dev.failover.cli.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeFileTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void readsWhatWasWritten() throws IOException {
        Path file = folder.resolve("a.jsonl");
        try (TapeWriter writer = TapeWriter.create(file, 10_000, Set.of())) {
            writer.accept(check("search", NOON, 1));
            writer.accept(check("shop", NOON.plusMillis(3), 2));
        }

        assertThat(played(file))
                .containsExactly(
                        new Recorded(NOON, check("search", NOON, 1).event(), file + ":1"),
                        new Recorded(
                                NOON.plusMillis(3),
                                check("shop", NOON.plusMillis(3), 2).event(),
                                file + ":2"));
    }

    @Test
    void writesOnlyTheServicesThatWereAskedFor() throws IOException {
        Path file = folder.resolve("a.jsonl");
        try (TapeWriter writer = TapeWriter.create(file, 10_000, Set.of("shop"))) {
            writer.accept(check("search", NOON, 1));
            writer.accept(check("shop", NOON, 2));
        }

        assertThat(played(file))
                .extracting(recorded -> recorded.event().service())
                .containsExactly("shop");
    }

    @Test
    void endsWithAWholeLineWhenItIsFull() throws IOException {
        Path file = folder.resolve("a.jsonl");
        try (TapeWriter writer = TapeWriter.create(file, 500, Set.of())) {
            for (int i = 0; i < 10; i++) {
                writer.accept(check("search", NOON, i));
            }
            assertThat(writer.isFull()).isTrue();
        }

        assertThat(Files.size(file)).isLessThanOrEqualTo(500);
        assertThat(played(file)).hasSizeBetween(1, 9);
    }

    @Test
    void neverOverwritesARecording() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "precious");

        assertThatThrownBy(() -> TapeWriter.create(file, 500, Set.of()))
                .hasMessage(file + " is there already; name another with --out");
        assertThat(file).hasContent("precious");
    }

    @Test
    void putsRightWhatIsALittleOutOfOrder() throws IOException {
        Path file = written(line(0), line(4_900), line(100), line(5_000));

        assertThat(played(file))
                .extracting(Recorded::at)
                .containsExactly(NOON, NOON.plusMillis(100), NOON.plusMillis(4_900), NOON.plusMillis(5_000));
    }

    @Test
    void refusesWhatIsFarOutOfOrderAndNamesTheLine() throws IOException {
        Path file = written(line(0), line(1_000), line(7_000), line(500));

        assertThatThrownBy(() -> played(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ":4: is of 2026-03-01T12:00:00.500Z, but 2026-03-01T12:00:01Z was read before it;"
                        + " lines may be out of order by 5 s at most (sort them by their \"at\")");
    }

    @Test
    void namesTheLineThatCannotBeRead() throws IOException {
        assertRefused("{", ":2: is no JSON");
        assertRefused("[]", ":2: has no at");
        assertRefused("{\"at\":\"yesterday\"}", ":2: at is no time such as 2026-03-01T10:00:00Z");
        assertRefused(line(1).replace("health.observation.v1", "x.v9"), ":2: the type x.v9 is not known");
        assertRefused(
                line(1).replace("\"search\"", "\"no name!\""),
                ":2: the body is no health.observation.v1: service must be 1 to 63 of a-z, 0-9 and inner hyphens, was"
                        + " 'no name!'");
        assertRefused("x".repeat(TapeFile.LONGEST_LINE + 1), ":2: is longer than 1049600 bytes");
    }

    private void assertRefused(String line, String message) throws IOException {
        Path file = written(line(0), line);
        assertThatThrownBy(() -> played(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + message);
    }

    @Test
    void holdsNoMoreThanItsWindow() {
        List<Recorded> handedOn = new ArrayList<>();
        InTimeOrder ordered = new InTimeOrder(handedOn::add);

        for (int i = 0; i < InTimeOrder.MOST + 10; i++) {
            ordered.accept(check("search", NOON, i));
        }

        assertThat(handedOn).hasSize(10);
    }

    private Path written(String... lines) throws IOException {
        return Files.writeString(folder.resolve("a.jsonl"), String.join("\n", lines));
    }

    private static List<Recorded> played(Path file) {
        List<Recorded> played = new ArrayList<>();
        new TapeFile(file).play(played::add);
        return played;
    }

    private static String line(long millis) {
        Recorded recorded = check("search", NOON.plusMillis(millis), millis);
        return TapeLine.write(recorded.at(), recorded.event());
    }

    private static Recorded check(String service, Instant at, long sequence) {
        return new Recorded(
                at,
                new Observation(
                        service,
                        "primary",
                        "a",
                        "boot",
                        sequence,
                        at,
                        Duration.ofMillis(1),
                        Observation.Outcome.PASS,
                        null,
                        "connected",
                        null),
                "test");
    }
}
