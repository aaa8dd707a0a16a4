package dev.failover.cli.services;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The one document of a YAML text, as nodes that know their lines. The events are looked through first, so that depth and
 * what the aliases stand for are bounded before anything is built; no object is ever made from a tag.
 */
final class YamlDocument {

    static final int MAX_DEPTH = 20;
    static final long MAX_VALUES = 1_000_000;

    /** What each anchor stands for, in values with all aliases written out. */
    private final Map<String, Long> sizes = new HashMap<>();

    private final Deque<Open> open = new ArrayDeque<>();
    private boolean begun;

    private YamlDocument() {}

    /** A list or mapping whose end has not been reached. */
    private static final class Open {
        private final @Nullable String anchor;
        private long size = 1;

        private Open(@Nullable String anchor) {
            this.anchor = anchor;
        }
    }

    /** The root of the document. */
    static Node read(String text) throws FileRefusedException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        Yaml yaml = new Yaml(options);
        try {
            YamlDocument document = new YamlDocument();
            for (Event event : yaml.parse(new StringReader(text))) {
                document.see(event);
            }
            Node root = document.begun ? yaml.compose(new StringReader(text)) : null;
            if (root == null) {
                throw new FileRefusedException("is empty; it must begin with services:");
            }
            return root;
        } catch (MarkedYAMLException e) {
            throw notYaml(e);
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            throw new FileRefusedException(
                    line, 0, "holds a character that YAML does not allow, U+%04X".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            throw new FileRefusedException("is not YAML");
        }
    }

    /** The parser's own sentence; not its excerpt of the file, which may hold a secret. */
    private static FileRefusedException notYaml(MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        String problem = String.valueOf(e.getProblem()).strip();
        return mark == null
                ? new FileRefusedException("is not YAML: " + problem)
                : new FileRefusedException(mark.getLine() + 1, mark.getColumn() + 1, "is not YAML: " + problem);
    }

    private void see(Event event) throws FileRefusedException {
        if (event instanceof DocumentStartEvent) {
            seeDocument(event);
        } else if (event instanceof CollectionStartEvent start) {
            seeStart(start);
        } else if (event instanceof CollectionEndEvent) {
            Open ended = open.pop();
            name(ended.anchor, ended.size);
            grow(ended.size, event);
        } else if (event instanceof ScalarEvent scalar) {
            name(scalar.getAnchor(), 1);
            grow(1, event);
        } else if (event instanceof AliasEvent alias) {
            seeAlias(alias);
        }
    }

    private void seeDocument(Event event) throws FileRefusedException {
        if (begun) {
            throw refused(event, "begins a second document; the file must hold one");
        }
        begun = true;
    }

    private void seeStart(CollectionStartEvent start) throws FileRefusedException {
        open.push(new Open(start.getAnchor()));
        if (open.size() > MAX_DEPTH) {
            throw refused(start, "is nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    private void seeAlias(AliasEvent alias) throws FileRefusedException {
        boolean inItself = open.stream().anyMatch(o -> alias.getAnchor().equals(o.anchor));
        if (inItself) {
            throw refused(alias, "has an alias within what it stands for");
        }
        grow(sizes.getOrDefault(alias.getAnchor(), 1L), alias);
    }

    private void name(@Nullable String anchor, long size) {
        if (anchor != null) {
            sizes.put(anchor, size);
        }
    }

    private void grow(long size, Event event) throws FileRefusedException {
        Open around = open.peek();
        if (around == null) {
            return;
        }
        around.size += size;
        if (around.size > MAX_VALUES) {
            throw refused(event, "stands for more than " + MAX_VALUES + " values, its aliases written out");
        }
    }

    private static FileRefusedException refused(Event event, String sentence) {
        return new FileRefusedException(event.getStartMark().getLine() + 1, 0, sentence);
    }
}
