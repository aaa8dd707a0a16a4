package dev.failover.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Bodies of targets as JSON. */
public final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** Nothing (a missing node) where it is no JSON. */
    public static JsonNode parsed(Buffer body) {
        try {
            JsonNode read = MAPPER.readTree(body.getBytes());
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    /** A JSON object of texts. */
    public static String object(Map<String, String> texts) {
        return MAPPER.createObjectNode().setAll(nodes(texts)).toString();
    }

    private static Map<String, JsonNode> nodes(Map<String, String> texts) {
        Map<String, JsonNode> nodes = new TreeMap<>();
        texts.forEach((name, text) -> nodes.put(name, MAPPER.getNodeFactory().textNode(text)));
        return nodes;
    }
}
