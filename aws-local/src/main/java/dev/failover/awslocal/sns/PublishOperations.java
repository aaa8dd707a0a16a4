package dev.failover.awslocal.sns;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.QueryForm;
import dev.failover.awslocal.wire.Xml;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publish and PublishBatch: check, remember, hand to the subscribers' queues. */
final class PublishOperations {

    private static final int MAX_ENTRIES = 10;

    private final Topics topics;
    private final Subscriptions subscriptions;
    private final Messages messages;
    private final Delivery delivery;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    PublishOperations(
            Topics topics,
            Subscriptions subscriptions,
            Messages messages,
            Delivery delivery,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.topics = topics;
        this.subscriptions = subscriptions;
        this.messages = messages;
        this.delivery = delivery;
        this.clock = clock;
        this.ids = ids;
    }

    List<Xml> publish(QueryForm form) {
        if (form.optional("PhoneNumber").isPresent()) {
            throw Refusals.invalid("PhoneNumber Reason: aws-local publishes to topics only");
        }
        Topic topic = topics.get(form.optional("TopicArn")
                .or(() -> form.optional("TargetArn"))
                .orElseThrow(() -> Refusals.invalid("TopicArn or TargetArn Reason: no value for required parameter")));
        return accepted(accept(topic, MessageRules.check(topic, form)));
    }

    /** Every entry for itself: what is wrong with one is reported in its place, the others are published. */
    List<Xml> publishBatch(QueryForm form) {
        Topic topic = topics.get(form.required("TopicArn"));
        List<QueryForm> entries = form.members("PublishBatchRequestEntries");
        checkEntries(entries);
        List<Xml> successful = new ArrayList<>();
        List<Xml> failed = new ArrayList<>();
        for (QueryForm entry : entries) {
            Xml id = Xml.text("Id", entry.required("Id"));
            try {
                List<Xml> fields = new ArrayList<>(List.of(id));
                fields.addAll(accepted(accept(topic, MessageRules.check(topic, entry))));
                successful.add(Xml.of("member", fields));
            } catch (AwsException e) {
                failed.add(Xml.of(
                        "member",
                        id,
                        Xml.text("Code", e.code()),
                        Xml.text("Message", e.text()),
                        Xml.text("SenderFault", true)));
            }
        }
        return List.of(Xml.of("Successful", successful), Xml.of("Failed", failed));
    }

    private static void checkEntries(List<QueryForm> entries) {
        if (entries.isEmpty()) {
            throw new AwsException(400, "EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }
        if (entries.size() > MAX_ENTRIES) {
            throw new AwsException(
                    400,
                    "TooManyEntriesInBatchRequest",
                    "The batch request contains more entries than permissible: " + entries.size());
        }
        Set<String> seen = new HashSet<>();
        long bytes = 0;
        for (QueryForm entry : entries) {
            String id = entry.required("Id");
            if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
                throw new AwsException(
                        400, "InvalidBatchEntryId", "The Id of a batch entry in a batch request is not valid.");
            }
            if (!seen.add(id)) {
                throw new AwsException(400, "BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
            }
            bytes += entry.optional("Message").orElse("").getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MessageRules.MAX_BYTES) {
            throw new AwsException(400, "BatchRequestTooLong", "The length of all the batch messages is too long.");
        }
    }

    private Accepted accept(Topic topic, MessageRules.Draft draft) {
        if (!topic.isFifo()) {
            String group = draft.groupId();
            return spread(topic, draft, group == null ? null : new Message.Fifo(group, null, null), newId());
        }
        Instant now = clock.instant();
        String deduplication = Optional.ofNullable(draft.deduplicationId()).orElseGet(() -> sha256(draft.body()));
        Optional<Topic.Accepted> duplicate = topic.duplicateOf(deduplication, now);
        if (duplicate.isPresent()) {
            return new Accepted(
                    duplicate.get().messageId(), Optional.of(duplicate.get().sequenceNumber()));
        }
        Topic.Accepted taken = topic.accept(deduplication, newId(), now);
        String group = Optional.ofNullable(draft.groupId()).orElseThrow();
        return spread(topic, draft, new Message.Fifo(group, deduplication, taken.sequenceNumber()), taken.messageId());
    }

    private record Accepted(String messageId, Optional<String> sequenceNumber) {}

    private Accepted spread(Topic topic, MessageRules.Draft draft, Message.@Nullable Fifo fifo, String id) {
        Message message = new Message(
                id,
                topic.arn(),
                draft.subject(),
                draft.body(),
                draft.bodyByProtocol(),
                draft.attributes(),
                clock.instant(),
                fifo);
        messages.add(message);
        subscriptions.of(topic.arn()).stream()
                .filter(subscription -> subscription.wants(message))
                .forEach(subscription -> delivery.notification(subscription, message));
        return new Accepted(id, Optional.ofNullable(fifo).map(Message.Fifo::sequenceNumber));
    }

    private String newId() {
        return ids.get().toString();
    }

    private static List<Xml> accepted(Accepted accepted) {
        List<Xml> fields = new ArrayList<>(List.of(Xml.text("MessageId", accepted.messageId())));
        accepted.sequenceNumber().ifPresent(number -> fields.add(Xml.text("SequenceNumber", number)));
        return fields;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
