package dev.failover.awslocal.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;

/** JSON as SNS reads it: nothing behind the end, no key twice. */
final class JsonText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    static JsonNode read(String parameter, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw Refusals.invalid(parameter + ": JSON could not be parsed: " + e.getOriginalMessage());
        }
    }

    /** The texts per protocol of a message with MessageStructure=json. Values that are no strings are ignored. */
    static Map<String, String> bodyByProtocol(String message) {
        JsonNode root;
        try {
            root = MAPPER.readTree(message);
        } catch (JsonProcessingException e) {
            throw Refusals.invalid("Message Structure - JSON message body failed to parse");
        }
        if (!root.isObject()) {
            throw Refusals.invalid("Message Structure - JSON message body failed to parse");
        }
        Map<String, String> texts = new HashMap<>();
        root.properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                texts.put(field.getKey(), field.getValue().textValue());
            }
        });
        if (!texts.containsKey("default")) {
            throw Refusals.invalid("Message Structure - No default entry in JSON message body");
        }
        return texts;
    }
}
