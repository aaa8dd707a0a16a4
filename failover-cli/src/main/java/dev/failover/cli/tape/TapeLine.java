package dev.failover.cli.tape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** One line of a recording: {@code {"at": TIME, "type": CLOUDEVENTS-TYPE, "data": EVENT}}. */
final class TapeLine {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TapeLine() {}

    static String write(Instant at, Event event) {
        return "{\"at\":\"" + at + "\",\"type\":\"" + EventType.of(event).wireName() + "\",\"data\":"
                + EventCodec.json(event) + "}";
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException saying where and what is wrong; repeats nothing of the line
     */
    static Recorded read(byte[] line, String place) {
        try {
            JsonNode root = JSON.readTree(line);
            Instant at = Instant.parse(text(root, "at", place));
            byte[] data = root.path("data").toString().getBytes(StandardCharsets.UTF_8);
            return new Recorded(at, EventCodec.decode(text(root, "type", place), data), place);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(place + ": is no JSON", e);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(place + ": at is no time such as 2026-03-01T10:00:00Z", e);
        } catch (EventCodec.UndecodableException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        } catch (java.io.IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    private static String text(JsonNode root, String key, String place) {
        JsonNode value = root.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(place + ": has no " + key);
        }
        return value.textValue();
    }
}
