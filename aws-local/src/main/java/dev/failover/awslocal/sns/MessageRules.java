package dev.failover.awslocal.sns;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.QueryForm;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What SNS demands of a message before it takes it. Pure: a draft of the message, or the refusal. */
final class MessageRules {

    static final int MAX_BYTES = 262_144;

    private static final int SUBJECT_LIMIT = 100;
    private static final Pattern ATTRIBUTE_NAME =
            Pattern.compile("(?!(?i:aws\\.|amazon\\.))(?!\\.)(?!.*\\.\\.)[A-Za-z0-9_.-]{1,256}(?<!\\.)");
    private static final Pattern DATA_TYPE =
            Pattern.compile("(String\\.Array|String|Number|Binary)(\\.[\\w.-]{1,200})?");
    private static final Pattern FIFO_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private MessageRules() {}

    /** A message that has been checked, without its id and time. */
    record Draft(
            String body,
            @Nullable String subject,
            Map<String, String> bodyByProtocol,
            Map<String, Message.Attribute> attributes,
            @Nullable String groupId,
            @Nullable String deduplicationId) {

        int bytes() {
            int total = bytes(body);
            for (Map.Entry<String, Message.Attribute> entry : attributes.entrySet()) {
                total += bytes(entry.getKey()) + bytes(entry.getValue().type());
                total += valueBytes(entry.getValue());
            }
            return total;
        }

        private static int valueBytes(Message.Attribute attribute) {
            return attribute.type().startsWith("Binary")
                    ? Base64.getDecoder().decode(attribute.value()).length
                    : bytes(attribute.value());
        }

        private static int bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    static Draft check(Topic topic, QueryForm form) {
        String body = form.optional("Message").orElse("");
        if (body.isEmpty()) {
            throw Refusals.invalid("Empty message");
        }
        Draft draft = new Draft(
                body,
                subject(form.optional("Subject")),
                structure(form.optional("MessageStructure"), body),
                attributes(form),
                form.optional("MessageGroupId").orElse(null),
                form.optional("MessageDeduplicationId").orElse(null));
        if (draft.bytes() > MAX_BYTES) {
            throw Refusals.invalid("Message too long");
        }
        checkFifo(topic, draft);
        return draft;
    }

    private static @Nullable String subject(Optional<String> subject) {
        if (subject.isEmpty()) {
            return null;
        }
        String text = subject.get();
        if (text.isEmpty() || text.length() >= SUBJECT_LIMIT || text.chars().anyMatch(Character::isISOControl)) {
            throw Refusals.invalid("Subject");
        }
        return text;
    }

    private static Map<String, String> structure(Optional<String> structure, String body) {
        if (structure.isEmpty()) {
            return Map.of();
        }
        if (!structure.get().equals("json")) {
            throw Refusals.invalid("MessageStructure");
        }
        return JsonText.bodyByProtocol(body);
    }

    private static Map<String, Message.Attribute> attributes(QueryForm form) {
        Map<String, Message.Attribute> attributes = new LinkedHashMap<>();
        for (QueryForm entry : form.numbered("MessageAttributes.entry.")) {
            String name = entry.required("Name");
            if (!ATTRIBUTE_NAME.matcher(name).matches()) {
                throw value("The message attribute name '" + name + "' is not valid.");
            }
            if (attributes.put(name, attribute(name, entry)) != null) {
                throw value("Message attribute name '" + name + "' already exists.");
            }
        }
        return attributes;
    }

    private static Message.Attribute attribute(String name, QueryForm entry) {
        String type = entry.optional("Value.DataType").orElse("");
        if (!DATA_TYPE.matcher(type).matches()) {
            throw value(
                    "The message attribute '" + name + "' has an invalid message attribute type, the set of supported"
                            + " type prefixes is Binary, Number, and String.");
        }
        boolean binary = type.startsWith("Binary");
        String value = entry.optional(binary ? "Value.BinaryValue" : "Value.StringValue")
                .orElse("");
        if (value.isEmpty()) {
            throw value(
                    "The message attribute '" + name + "' must contain non-empty message attribute value for message"
                            + " attribute type '" + type + "'.");
        }
        if (binary) {
            checkBase64(name, value);
        } else if (type.startsWith("Number")) {
            checkNumber(name, value);
        } else if (type.startsWith("String.Array")) {
            JsonText.read("MessageAttributes", value);
        }
        return new Message.Attribute(type, value);
    }

    private static void checkNumber(String name, String value) {
        try {
            if (value.length() > 40 || Math.abs((long) new BigDecimal(value).scale()) > 1_000) {
                throw new NumberFormatException(value);
            }
        } catch (NumberFormatException e) {
            throw value("Could not cast message attribute '" + name + "' value to number.");
        }
    }

    private static void checkBase64(String name, String value) {
        try {
            Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw value("The message attribute '" + name + "' is not base64.");
        }
    }

    private static AwsException value(String why) {
        return new AwsException(400, "ParameterValueInvalid", why);
    }

    private static void checkFifo(Topic topic, Draft draft) {
        String group = draft.groupId();
        String deduplication = draft.deduplicationId();
        if (group != null && !FIFO_ID.matcher(group).matches()) {
            throw Refusals.invalid("MessageGroupId");
        }
        if (deduplication != null && !FIFO_ID.matcher(deduplication).matches()) {
            throw Refusals.invalid("MessageDeduplicationId");
        }
        if (!topic.isFifo() && deduplication != null) {
            throw Refusals.invalid(
                    "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
                            + " that is not valid for this topic type");
        }
        if (topic.isFifo() && group == null) {
            throw Refusals.invalid("The MessageGroupId parameter is required for FIFO topics");
        }
        if (topic.isFifo() && deduplication == null && !topic.deduplicatesByContent()) {
            throw Refusals.invalid("The topic should either have ContentBasedDeduplication enabled or"
                    + " MessageDeduplicationId provided explicitly");
        }
    }
}
