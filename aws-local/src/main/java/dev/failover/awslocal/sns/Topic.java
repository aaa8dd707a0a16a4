package dev.failover.awslocal.sns;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One topic: its attributes and tags, and for FIFO topics the memory of the last five minutes. */
final class Topic {

    private static final Duration DEDUPLICATION = Duration.ofMinutes(5);
    private static final int MAX_DEDUPLICATION_IDS = 10_000;

    private final String arn;
    private final Map<String, String> attributes = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, Accepted> accepted = new LinkedHashMap<>();
    private long sequence;

    /** A message that was accepted under a deduplication id. */
    record Accepted(String messageId, String sequenceNumber, Instant at) {}

    Topic(String arn) {
        this.arn = arn;
    }

    String arn() {
        return arn;
    }

    boolean isFifo() {
        return arn.endsWith(".fifo");
    }

    boolean deduplicatesByContent() {
        return "true".equals(attributes.get("ContentBasedDeduplication"));
    }

    Map<String, String> attributes() {
        return attributes;
    }

    Map<String, String> tags() {
        return tags;
    }

    /** The message that was accepted under this id within the last five minutes. */
    Optional<Accepted> duplicateOf(String deduplicationId, Instant now) {
        accepted.values().removeIf(old -> old.at().isBefore(now.minus(DEDUPLICATION)));
        return Optional.ofNullable(accepted.get(deduplicationId));
    }

    Accepted accept(String deduplicationId, String messageId, Instant now) {
        sequence++;
        Accepted taken = new Accepted(messageId, String.format("1%019d", sequence), now);
        accepted.put(deduplicationId, taken);
        if (accepted.size() > MAX_DEDUPLICATION_IDS) {
            accepted.remove(accepted.keySet().iterator().next());
        }
        return taken;
    }
}
