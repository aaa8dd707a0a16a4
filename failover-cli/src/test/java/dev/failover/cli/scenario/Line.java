package dev.failover.cli.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.failover.service.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of an events.jsonl.
 *
 * @param place for a message
 */
record Line(String place, JsonNode json) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<Line> read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : Files.readAllLines(file)) {
            number++;
            if (!text.isBlank()) {
                lines.add(new Line(file + ":" + number, parsed(file + ":" + number, text)));
            }
        }
        return lines;
    }

    private static JsonNode parsed(String place, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(place + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    boolean has(String key) {
        return json.has(key);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(json.get(key)).map(JsonNode::asText);
    }

    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    Optional<Duration> length(String key) {
        return text(key).map(Durations::parse);
    }

    Duration at() {
        return length("at").orElseThrow(() -> wrong("has no \"at\""));
    }

    boolean isTrue(String key) {
        return json.has(key) && json.get(key).asBoolean();
    }

    /** A misspelt key would be a scenario that says nothing. */
    void mustHaveOnly(Set<String> known) {
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw wrong("has \"" + key + "\", known are " + known);
            }
        });
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(place + " " + why);
    }
}
