package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/failure-modes.md against the tests that it names. */
class FailureModesDocTest {

    private static final Path DOC = Path.of("../docs/failure-modes.md");
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
    private static final int FAILURES = 70;
    private static final Pattern NAMED = Pattern.compile("`([^`]+)`");
    private static final Pattern NOT_YET = Pattern.compile("^\\* \\*\\*(\\d+)\\*\\* ");

    /** One row of a table. */
    private record Row(int number, List<String> cells) {

        List<String> tests() {
            Matcher matcher = NAMED.matcher(cells.get(cells.size() - 1));
            return matcher.results().map(found -> found.group(1)).toList();
        }
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> known = classes();
        for (String folder : folders()) {
            known.add(folder);
            known.add(folder.substring(0, folder.indexOf('-')) + "-*");
        }

        for (Row row : rows()) {
            assertThat(row.tests()).as("the tests of %s", row.number()).isNotEmpty();
            assertThat(known).as("the tests of %s", row.number()).containsAll(row.tests());
        }
    }

    @Test
    void everyScenarioIsNamedInTheRowOfItsNumber() throws IOException {
        for (String folder : folders()) {
            String number = folder.substring(0, folder.indexOf('-'));
            assertThat(rows())
                    .as(folder)
                    .anyMatch(row -> row.number() == Integer.parseInt(number)
                            && (row.tests().contains(folder) || row.tests().contains(number + "-*")));
        }
    }

    @Test
    void everyFailureHasARowOrIsNamedAsNotYetHandled() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        rows().forEach(row -> numbers.add(row.number()));
        for (String line : Files.readAllLines(DOC)) {
            Matcher matcher = NOT_YET.matcher(line);
            if (matcher.find()) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }

        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, FAILURES).boxed().toList());
    }

    @Test
    void everyRowSaysWhatUsersSeeWhatWeDoAndWhatTheOperatorDoes() throws IOException {
        for (Row row : rows()) {
            assertThat(row.cells()).as("the row of %s", row.number()).hasSize(6).noneMatch(String::isBlank);
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(DOC)) {
            if (line.matches("\\| \\d+ \\|.*\\|")) {
                String inner = line.substring(1, line.length() - 1);
                List<String> cells =
                        Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
                rows.add(new Row(Integer.parseInt(cells.get(0)), cells));
            }
        }
        return rows;
    }

    private static List<String> folders() throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** The test classes of all modules. */
    private static Set<String> classes() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    names.addAll(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .map(name -> name.substring(0, name.length() - ".java".length()))
                            .collect(Collectors.toSet()));
                }
            }
        }
        return names;
    }
}
