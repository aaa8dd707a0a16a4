package dev.failover.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code failover} commands that a document names: in a line of their own, or between backquotes. */
final class DocumentedCommands {

    static final Path DOCS = Path.of("../docs");

    private static final Pattern IN_TEXT = Pattern.compile("`failover( [^`]*)?`");
    private static final Pattern LINE = Pattern.compile("^ {4}failover( .*)?$", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private DocumentedCommands() {}

    /**
     * One of them.
     *
     * @param words without {@code failover}
     */
    record Documented(Path document, List<String> words) {
        @Override
        public String toString() {
            return document.getFileName() + ": failover " + String.join(" ", words);
        }
    }

    /** Of all documents of a folder; those that leave words open, in brackets or by dots, are no commands. */
    static List<Documented> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(file -> of(file).stream())
                    .filter(each -> each.words().stream().noneMatch(word -> word.matches(".*[\\[\\]|…].*")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Documented> of(Path document) {
        try {
            String text = Files.readString(document);
            return Stream.concat(matches(LINE, text), matches(IN_TEXT, text.replaceAll("\\n +", " ")))
                    .map(words -> new Documented(document, words))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(document.toString(), e);
        }
    }

    private static Stream<List<String>> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1) == null ? "" : found.group(1))
                .map(DocumentedCommands::words);
    }

    /** As a shell would split them, up to a comment. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (MatchResult word : WORD.matcher(line).results().toList()) {
            if (word.group().startsWith("#")) {
                break;
            }
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }
}
