package dev.failover.notify.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failover.notify.Notice;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A notice as SNS takes it: a JSON object with a text for each protocol, and attributes for filter policies.
 *
 * @param body for {@code MessageStructure=json}; the whole message is at most {@link #MAX_BYTES}
 * @param attributes name to value; {@code epoch} is a Number, the others are Strings
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
record SnsMessage(String body, Map<String, String> attributes) {

    /** SNS's default limit, attributes included. */
    static final int MAX_BYTES = 262_144;

    /** One SMS. */
    private static final int SMS_CHARACTERS = 140;

    private static final ObjectMapper JSON = new ObjectMapper();

    static SnsMessage of(Notice notice) {
        Map<String, String> attributes = attributes(notice);
        String whole = body(notice, notice.text(), notice.json());
        if (size(whole, attributes) <= MAX_BYTES) {
            return new SnsMessage(whole, attributes);
        }
        // Details by reference: the event is on its topic.
        String pointer = "The event is too large for a notice; read it by its id " + notice.id() + " from Kafka.";
        String text = notice.text().substring(0, Math.min(1_000, notice.text().length())) + "...\n\n" + pointer;
        return new SnsMessage(body(notice, text, "{\"id\":" + quoted(notice.id()) + "}"), attributes);
    }

    private static Map<String, String> attributes(Notice notice) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("id", notice.id());
        attributes.put("service", notice.service());
        attributes.put("kind", notice.kind());
        attributes.put("severity", notice.severity().name());
        attributes.put("epoch", Long.toString(notice.epoch()));
        return attributes;
    }

    private static String body(Notice notice, String text, String json) {
        String shown = notice.severity() + " " + notice.subject() + "\n\n" + text + "\nAt " + notice.at() + ", notice "
                + notice.id() + ".\n";
        String sms = notice.subject();
        Map<String, String> byProtocol = new LinkedHashMap<>();
        byProtocol.put("default", shown);
        byProtocol.put("email", shown);
        byProtocol.put("sms", sms.substring(0, Math.min(SMS_CHARACTERS, sms.length())));
        for (String machine : new String[] {"http", "https", "sqs", "lambda", "email-json"}) {
            byProtocol.put(machine, json);
        }
        return written(byProtocol);
    }

    private static String quoted(String text) {
        return written(text);
    }

    private static String written(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("text cannot be written as JSON", e);
        }
    }

    private static int size(String body, Map<String, String> attributes) {
        int size = bytes(body);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            size += bytes(attribute.getKey()) + bytes(attribute.getValue()) + "String".length();
        }
        return size;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
