package dev.failover.awslocal.sns;

import dev.failover.awslocal.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** All subscriptions, in memory, used on one thread. */
final class Subscriptions {

    static final int MAX_SUBSCRIPTIONS = 1_000;

    private static final Set<String> PROTOCOLS =
            Set.of("http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose");

    private final Supplier<UUID> ids;
    private final Map<String, Subscription> byArn = new TreeMap<>();

    /** A subscription and whether this call made it. */
    record Subscribed(Subscription subscription, boolean isNew) {}

    Subscriptions(Supplier<UUID> ids) {
        this.ids = ids;
    }

    Subscribed subscribe(Topic topic, Subscription.Target target, Map<String, String> attributes) {
        check(topic, target);
        Optional<Subscription> existing = byArn.values().stream()
                .filter(other ->
                        other.topicArn().equals(topic.arn()) && other.target().equals(target))
                .findFirst();
        if (existing.isPresent()) {
            return new Subscribed(sameOrRefused(existing.get(), attributes), false);
        }
        if (byArn.size() >= MAX_SUBSCRIPTIONS) {
            throw new AwsException(
                    403, "SubscriptionLimitExceeded", "Subscription limit exceeded: " + MAX_SUBSCRIPTIONS);
        }
        String token = (ids.get() + "" + ids.get()).replace("-", "");
        Subscription subscription = new Subscription(topic.arn() + ":" + ids.get(), topic.arn(), target, token);
        attributes.forEach(subscription::set);
        byArn.put(subscription.arn(), subscription);
        return new Subscribed(subscription, true);
    }

    private static void check(Topic topic, Subscription.Target target) {
        if (!PROTOCOLS.contains(target.protocol())) {
            throw Refusals.invalid("Amazon SNS does not support this protocol string: " + target.protocol());
        }
        if (target.endpoint().isEmpty() || target.endpoint().length() > 2_048) {
            throw Refusals.invalid("Endpoint");
        }
        if (target.isHttp() && !target.endpoint().startsWith(target.protocol() + "://")) {
            throw Refusals.invalid("Endpoint must match the specified protocol");
        }
        if (topic.isFifo() && !target.protocol().equals("sqs")) {
            throw Refusals.invalid("Invalid protocol type: " + target.protocol() + ". FIFO topics deliver to SQS only");
        }
    }

    private static Subscription sameOrRefused(Subscription existing, Map<String, String> attributes) {
        if (!attributes.isEmpty() && !attributes.equals(existing.attributes())) {
            throw Refusals.invalid("Attributes Reason: Subscription already exists with different attributes");
        }
        return existing;
    }

    Subscription get(String arn) {
        if (!arn.startsWith("arn:aws:sns:")) {
            throw Refusals.invalid("SubscriptionArn");
        }
        Subscription subscription = byArn.get(arn);
        if (subscription == null) {
            throw Refusals.notFound("Subscription");
        }
        return subscription;
    }

    Subscription confirm(String topicArn, String token) {
        Subscription subscription = byArn.values().stream()
                .filter(pending ->
                        pending.topicArn().equals(topicArn) && pending.token().equals(token))
                .findFirst()
                .orElseThrow(() -> Refusals.invalid("Token"));
        subscription.confirm();
        return subscription;
    }

    void remove(String arn) {
        byArn.remove(arn);
    }

    void removeOf(String topicArn) {
        byArn.values().removeIf(subscription -> subscription.topicArn().equals(topicArn));
    }

    List<Subscription> of(String topicArn) {
        return byArn.values().stream()
                .filter(subscription -> subscription.topicArn().equals(topicArn))
                .toList();
    }

    List<Subscription> all() {
        return List.copyOf(byArn.values());
    }
}
