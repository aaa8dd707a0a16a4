package dev.failover.cli.backtest;

import dev.failover.event.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a truth file: docs/backtest.md has its form. The first thing that is wrong is told with its line. */
final class TruthFile {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final Set<String> KEYS = Set.of("service", "from", "to", "endpoint");

    private final Path file;
    private final Map<String, ServiceSpec> services;
    private final List<Truth.Interval> intervals = new ArrayList<>();

    private TruthFile(Path file, Map<String, ServiceSpec> services) {
        this.file = file;
        this.services = services;
    }

    /**
     * Reads it.
     *
     * @param services that it may speak of, by name
     * @throws IllegalArgumentException naming file, line and rule
     */
    static Truth read(Path file, Map<String, ServiceSpec> services) {
        TruthFile reading = new TruthFile(file, services);
        Node root = reading.compose();
        if (!(root instanceof SequenceNode list)) {
            throw new IllegalArgumentException(file + ": must be a list of {service, from, to, endpoint}");
        }
        list.getValue().forEach(reading::interval);
        return new Truth(reading.intervals);
    }

    private Node compose() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setAllowDuplicateKeys(false);
        try (java.io.Reader reader = Files.newBufferedReader(file)) {
            Node root = new Yaml(options).compose(reader);
            if (root == null) {
                throw new IllegalArgumentException(file + ": is empty");
            }
            return root;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": does not exist", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new IllegalArgumentException(file + ":" + line + ": is no YAML: " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(file + ": is no YAML of at most " + MAX_BYTES + " characters", e);
        }
    }

    private void interval(Node node) {
        Map<String, String> fields = fields(node);
        String service = required(fields, "service", node);
        ServiceSpec spec = services.get(service);
        if (spec == null) {
            throw wrong(node, "there is no service " + service + ", but " + services.keySet());
        }
        String endpoint = required(fields, "endpoint", node);
        if (!endpoint.equals(Truth.ANY) && spec.endpoint(endpoint).isEmpty()) {
            throw wrong(
                    node,
                    service + " has no endpoint " + endpoint + ", but "
                            + spec.endpoints().stream().map(e -> e.name()).toList() + " and any");
        }
        Truth.Interval interval =
                new Truth.Interval(service, time(fields, "from", node), time(fields, "to", node), endpoint);
        if (!interval.from().isBefore(interval.to())) {
            throw wrong(node, "from must be before to");
        }
        boolean overlaps = intervals.stream()
                .filter(other -> other.service().equals(service))
                .anyMatch(other ->
                        interval.from().isBefore(other.to()) && other.from().isBefore(interval.to()));
        if (overlaps) {
            throw wrong(node, "overlaps an interval of " + service + " above it");
        }
        intervals.add(interval);
    }

    private Map<String, String> fields(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, "must be {service, from, to, endpoint}");
        }
        Map<String, String> fields = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key && tuple.getValueNode() instanceof ScalarNode value)) {
                throw wrong(tuple.getKeyNode(), "must be a plain key and value");
            }
            if (!KEYS.contains(key.getValue())) {
                throw wrong(key, key.getValue() + " is not known, but service, from, to and endpoint");
            }
            fields.put(key.getValue(), value.getValue());
        }
        return fields;
    }

    private String required(Map<String, String> fields, String key, Node node) {
        String value = fields.get(key);
        if (value == null) {
            throw wrong(node, key + " is required");
        }
        return value;
    }

    private Instant time(Map<String, String> fields, String key, Node node) {
        String text = required(fields, key, node);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    at(node) + key + " must be a time such as 2026-03-01T10:00:00Z, was '" + text + "'", e);
        }
    }

    private IllegalArgumentException wrong(Node node, String rule) {
        return new IllegalArgumentException(at(node) + rule);
    }

    private String at(Node node) {
        return file + ":" + (node.getStartMark().getLine() + 1) + ": ";
    }
}
