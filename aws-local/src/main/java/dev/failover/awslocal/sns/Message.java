package dev.failover.awslocal.sns;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One published message, as it was accepted. */
public record Message(
        String id,
        String topicArn,
        @Nullable String subject,
        String body,
        Map<String, String> bodyByProtocol,
        Map<String, Attribute> attributes,
        Instant publishedAt,
        @Nullable Fifo fifo) {

    public Message {
        bodyByProtocol = Map.copyOf(bodyByProtocol);
    }

    /** A message attribute; binary values stay in base64. */
    public record Attribute(String type, String value) {}

    /** What only messages with a group have; the sequence number only on FIFO topics. */
    public record Fifo(
            String groupId,
            @Nullable String deduplicationId,
            @Nullable String sequenceNumber) {}

    /** What a subscriber of the protocol gets: its own text, the default, or the message as it is. */
    String bodyFor(String protocol) {
        return bodyByProtocol.isEmpty()
                ? body
                : bodyByProtocol.getOrDefault(protocol, bodyByProtocol.getOrDefault("default", body));
    }
}
