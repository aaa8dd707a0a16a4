package dev.failover.notify.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failover.notify.Notice;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** How much of the text is left when the whole is too large. */
    private static final int SHORTENED = 1_000;

    private static final List<String> MACHINES = List.of("http", "https", "sqs", "lambda", "firehose", "email-json");

    private static final ObjectMapper JSON = new ObjectMapper();

    static SnsMessage of(Notice notice) {
        Map<String, String> attributes = attributes(notice);
        String whole = body(notice, notice.text(), notice.json());
        if (size(whole, attributes) <= MAX_BYTES) {
            return new SnsMessage(whole, attributes);
        }
        return new SnsMessage(body(notice, shortened(notice), reference(notice)), attributes);
    }

    /** Scenario 64: details by reference. */
    private static String shortened(Notice notice) {
        int end = Math.min(SHORTENED, notice.text().length());
        return notice.text().substring(0, end)
                + "...\n\nThe rest is too large for a notice; the event is in Kafka, under the key "
                + notice.service() + ", of " + notice.at() + ".";
    }

    private static String reference(Notice notice) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("tooLarge", true);
        reference.put("id", notice.id());
        reference.put("service", notice.service());
        reference.put("kind", notice.kind());
        reference.put("epoch", notice.epoch());
        reference.put("at", notice.at().toString());
        return written(reference);
    }

    private static Map<String, String> attributes(Notice notice) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("id", notice.id());
        attributes.put("service", notice.service());
        attributes.put("kind", notice.kind());
        attributes.put("severity", notice.severity().name());
        attributes.put("epoch", Long.toString(notice.epoch()));
        attributes.put("late", Boolean.toString(notice.late()));
        return attributes;
    }

    private static String body(Notice notice, String text, String json) {
        String shown = notice.severity() + " " + notice.subject() + "\n\n" + text + "\nAt " + notice.at() + ", notice "
                + notice.id() + ".\n";
        Map<String, String> byProtocol = new LinkedHashMap<>();
        byProtocol.put("default", shown);
        byProtocol.put("email", shown);
        byProtocol.put("sms", sms(notice));
        MACHINES.forEach(machine -> byProtocol.put(machine, json));
        return written(byProtocol);
    }

    /** At most 8 + 1 + 99 + 4 + 20 characters of ASCII, and one SMS takes 140. */
    private static String sms(Notice notice) {
        return notice.severity() + " " + notice.subject() + " at " + notice.at().truncatedTo(ChronoUnit.SECONDS);
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
            // "String" and "Number" are equally long.
            size += bytes(attribute.getKey()) + bytes(attribute.getValue()) + "String".length();
        }
        return size;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
