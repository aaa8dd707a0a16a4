package dev.failover.cli.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of the file.
 *
 * @param path of its keys, for example {@code services[0].record.ttl}
 */
record Value(String path, Node node) {

    private static final int SHOWN = 80;

    /** How messages call it. */
    String name() {
        return path.isEmpty() ? "the file" : path;
    }

    /** The path of a key below it. */
    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    boolean isEmpty() {
        return node.getTag().equals(Tag.NULL);
    }

    boolean isText() {
        return node instanceof ScalarNode && !isEmpty();
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** A tag of its own ({@code !secret}) asks for a meaning that nobody here knows. */
    boolean isTagged() {
        return !node.getTag().startsWith(Tag.PREFIX);
    }

    String text() {
        return ((ScalarNode) node).getValue();
    }

    /** What a mapping has under a key. */
    Optional<Value> below(String key) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .findFirst()
                .map(tuple -> new Value(path(key), tuple.getValueNode()));
    }

    /** Its items, or itself as the only one. */
    List<Value> items() {
        if (!(node instanceof SequenceNode list)) {
            return List.of(this);
        }
        List<Value> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(new Value(path + "[" + items.size() + "]", item));
        }
        return items;
    }

    /** How a message ends that names its kind, and not what it says. */
    String wasKind() {
        if (isList()) {
            return ", was a list";
        } else if (isMapping()) {
            return ", was a mapping";
        }
        return isEmpty() ? ", was empty" : ", was text";
    }

    /** How a message ends that names it. */
    String was() {
        if (!isText()) {
            return wasKind();
        }
        return ", was '" + shown(text()) + "'";
    }

    /** Short, in one line, and without what may be a password before a host. */
    static String shown(String text) {
        String plain = plain(text);
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }

    /** The same in full. */
    static String plain(String text) {
        return text.replaceAll("//\\S*@", "//[hidden]@").replaceAll("\\p{Cntrl}", "?");
    }
}
