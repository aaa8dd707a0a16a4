package dev.failover.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/**
 * Takes secrets out of a text (scenario 65). Reasons hold what people typed and what servers answered, and either may
 * carry a password. Rather hides a harmless word than shows a secret.
 */
final class Redaction {

    private static final String HIDDEN = "[hidden]";
    private static final ObjectMapper JSON = new ObjectMapper();

    // Only classes are repeated, never groups: a group repeated over a hostile text takes a stack frame each time.

    /** {@code https://user:password@host}. */
    private static final Pattern USER_INFO = Pattern.compile("(://)[^\\s/?#\"'\\\\]+@");

    /** {@code Authorization: ApiKey abc}, {@code Bearer abc}, {@code Basic abc}. */
    private static final Pattern AUTHORIZATION =
            Pattern.compile("(?i)\\b(basic|bearer|apikey|aws4-hmac-sha256)(\\s+)[^\\s\"'\\\\]{8,}");

    /** {@code password=abc}, {@code "token": "abc"}, {@code X-Amz-Signature=abc}, {@code Authorization: abc}. */
    private static final Pattern NAMED = Pattern.compile("(?i)((?:password|passwd|pwd|secret|token|signature|credential"
            + "|authorization|api[_-]?key|access[_-]?key|access[_-]?key[_-]?id)[\\\\\"']*\\s*[=:]\\s*[\\\\\"']*)"
            + "(?!(?:basic|bearer|apikey|aws4-hmac-sha256)\\s)[^\\s\"'\\\\]+");

    private Redaction() {}

    static String of(String text) {
        String withoutUsers = USER_INFO.matcher(text).replaceAll("$1" + HIDDEN + "@");
        String withoutHeaders = AUTHORIZATION.matcher(withoutUsers).replaceAll("$1$2" + HIDDEN);
        return NAMED.matcher(withoutHeaders).replaceAll("$1" + HIDDEN);
    }

    /** The same for every text in a JSON; names, numbers and form stay. */
    static String ofJson(String json) {
        try {
            return redacted(JSON.readTree(json)).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a notice's JSON is none", e);
        }
    }

    private static JsonNode redacted(JsonNode node) {
        if (node instanceof TextNode text) {
            return TextNode.valueOf(of(text.textValue()));
        } else if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(redacted(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, redacted(array.get(i)));
            }
        }
        return node;
    }
}
