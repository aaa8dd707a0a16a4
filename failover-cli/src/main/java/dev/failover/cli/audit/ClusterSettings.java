package dev.failover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The settings that hold, of an answer to {@code GET /_cluster/settings}: what was set for now before what was set for
 * good before the defaults. Nested and flat keys are the same, and come mixed.
 */
final class ClusterSettings {

    private final Map<String, String> effective;

    private ClusterSettings(Map<String, String> effective) {
        this.effective = effective;
    }

    static ClusterSettings of(JsonNode answer) {
        Map<String, String> effective = new HashMap<>();
        for (String layer : List.of("defaults", "persistent", "transient")) {
            flatten("", answer.path(layer), effective);
        }
        return new ClusterSettings(effective);
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(), field.getValue(), into));
        } else if (node.isArray()) {
            into.put(
                    prefix,
                    StreamSupport.stream(node.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(",")));
        } else if (node.isValueNode()) {
            into.put(prefix, node.asText());
        }
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(effective.get(key)).filter(text -> !text.isBlank());
    }

    /** Values with commas between, or a list of them. */
    List<String> list(String key) {
        return text(key)
                .map(text ->
                        Arrays.stream(text.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
    }
}
