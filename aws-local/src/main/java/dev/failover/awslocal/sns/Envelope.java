package dev.failover.awslocal.sns;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an HTTP subscriber receives: headers and a JSON envelope, or the bare message for raw delivery. Not signed. */
record Envelope(Map<String, String> headers, String body) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Envelope notification(Subscription subscription, Message message, String endpoint) {
        String body = message.bodyFor(subscription.target().protocol());
        Map<String, String> headers = headers("Notification", message.id(), message.topicArn());
        headers.put("x-amz-sns-subscription-arn", subscription.arn());
        if (subscription.isRaw()) {
            headers.put("x-amz-sns-rawdelivery", "true");
            return new Envelope(headers, body);
        }
        ObjectNode json = json("Notification", message.id(), message.topicArn());
        if (message.subject() != null) {
            json.put("Subject", message.subject());
        }
        json.put("Message", body);
        sign(json, message.publishedAt());
        json.put("UnsubscribeURL", endpoint + "/?Action=Unsubscribe&SubscriptionArn=" + encoded(subscription.arn()));
        addAttributes(json, message);
        return new Envelope(headers, json.toString());
    }

    static Envelope confirmation(Subscription subscription, String id, Instant now, String endpoint) {
        ObjectNode json = json("SubscriptionConfirmation", id, subscription.topicArn());
        json.put("Token", subscription.token());
        json.put(
                "Message",
                "You have chosen to subscribe to the topic " + subscription.topicArn()
                        + ". To confirm the subscription, visit the SubscribeURL included in this message.");
        json.put(
                "SubscribeURL",
                endpoint + "/?Action=ConfirmSubscription&TopicArn=" + encoded(subscription.topicArn()) + "&Token="
                        + subscription.token());
        sign(json, now);
        return new Envelope(headers("SubscriptionConfirmation", id, subscription.topicArn()), json.toString());
    }

    private static ObjectNode json(String type, String id, String topicArn) {
        return MAPPER.createObjectNode().put("Type", type).put("MessageId", id).put("TopicArn", topicArn);
    }

    private static Map<String, String> headers(String type, String id, String topicArn) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amz-sns-message-type", type);
        headers.put("x-amz-sns-message-id", id);
        headers.put("x-amz-sns-topic-arn", topicArn);
        headers.put("content-type", "text/plain; charset=UTF-8");
        headers.put("user-agent", "Amazon Simple Notification Service Agent");
        return headers;
    }

    private static void sign(ObjectNode json, Instant at) {
        json.put("Timestamp", at.truncatedTo(ChronoUnit.MILLIS).toString());
        json.put("SignatureVersion", "1");
        json.put("Signature", "");
        json.put("SigningCertURL", "");
    }

    private static void addAttributes(ObjectNode json, Message message) {
        if (message.attributes().isEmpty()) {
            return;
        }
        ObjectNode attributes = json.putObject("MessageAttributes");
        message.attributes()
                .forEach((name, attribute) ->
                        attributes.putObject(name).put("Type", attribute.type()).put("Value", attribute.value()));
    }

    private static String encoded(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }
}
