package dev.failover.awslocal.sns;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One subscription of a topic; gets messages once it is confirmed. */
final class Subscription {

    private final String arn;
    private final String topicArn;
    private final Target target;
    private final String token;
    private final Map<String, String> attributes = new TreeMap<>();
    private @Nullable FilterPolicy filter;
    private boolean confirmed;

    /** Where messages go. */
    record Target(String protocol, String endpoint) {

        boolean isHttp() {
            return protocol.equals("http") || protocol.equals("https");
        }

        /** Queues and functions need nobody's consent; people and web servers do. */
        boolean needsConfirmation() {
            return isHttp() || protocol.startsWith("email");
        }
    }

    Subscription(String arn, String topicArn, Target target, String token) {
        this.arn = arn;
        this.topicArn = topicArn;
        this.target = target;
        this.token = token;
        this.confirmed = !target.needsConfirmation();
    }

    String arn() {
        return arn;
    }

    String topicArn() {
        return topicArn;
    }

    Target target() {
        return target;
    }

    String token() {
        return token;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    void confirm() {
        confirmed = true;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    boolean isRaw() {
        return "true".equals(attributes.get("RawMessageDelivery"));
    }

    void set(String name, String value) {
        switch (name) {
            case "FilterPolicy" -> filter = value.isEmpty() ? null : FilterPolicy.parse(value);
            case "FilterPolicyScope" ->
                require(
                        value.equals("MessageAttributes"),
                        "FilterPolicyScope: aws-local filters on MessageAttributes only");
            case "RawMessageDelivery" ->
                require(value.equals("true") || value.equals("false"), "RawMessageDelivery must be true or false");
            case "DeliveryPolicy", "RedrivePolicy", "ReplayPolicy", "SubscriptionRoleArn" -> {
                // kept and listed; delivery follows aws-local's own retries
            }
            default -> throw Refusals.invalid("AttributeName");
        }
        if (name.equals("FilterPolicy") && value.isEmpty()) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    private static void require(boolean valid, String why) {
        if (!valid) {
            throw Refusals.invalid(why);
        }
    }

    boolean wants(Message message) {
        return confirmed && (filter == null || filter.accepts(message.attributes()));
    }
}
