package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.failover.cli.DocumentedCommands.Documented;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Whoever is woken types what the documents say: the real command line must take it. */
class DocumentedCommandsTest {

    @ParameterizedTest
    @DisplayName("every command that a document names exists, with the arguments that it is named with")
    @ValueSource(strings = {"runbooks", "."})
    void isTakenByTheCommandLine(String folder) {
        List<Documented> commands = DocumentedCommands.in(DocumentedCommands.DOCS.resolve(Path.of(folder)));

        assertThat(commands).hasSizeGreaterThan(20);
        assertThat(commands).allSatisfy(command -> {
            List<String> words = command.words();
            if (!isNameAlone(words)) {
                assertThatCode(() -> Main.commandLine().parseArgs(words.toArray(String[]::new)))
                        .as(command.toString())
                        .doesNotThrowAnyException();
            }
        });
    }

    /** Some sentences are about a command, or one of its options, and not to be typed. */
    private static boolean isNameAlone(List<String> words) {
        CommandLine at = Main.commandLine();
        for (String word : words) {
            CommandLine next = at.getSubcommands().get(word);
            if (next != null) {
                at = next;
            } else if (at.getCommandSpec().findOption(word) == null) {
                return false;
            }
        }
        return true;
    }
}
