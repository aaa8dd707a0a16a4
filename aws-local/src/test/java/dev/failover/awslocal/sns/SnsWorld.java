package dev.failover.awslocal.sns;

import dev.failover.awslocal.route53.ManualClock;
import dev.failover.awslocal.wire.QueryForm;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A topic and a publisher; what would be delivered is written down. */
final class SnsWorld {

    final ManualClock clock = new ManualClock();
    final Topics topics = new Topics();
    final Messages messages = new Messages();
    final Subscriptions subscriptions = new Subscriptions(UUID::randomUUID);
    final List<String> delivered = new ArrayList<>();
    final PublishOperations publish;

    SnsWorld() {
        Delivery delivery = new Delivery() {
            @Override
            public void confirmation(Subscription subscription) {
                delivered.add("confirm " + subscription.target().endpoint());
            }

            @Override
            public void notification(Subscription subscription, Message message) {
                delivered.add(subscription.target().endpoint() + " "
                        + message.bodyFor(subscription.target().protocol()));
            }

            @Override
            public void forget(String subscriptionArn) {
                delivered.add("forget " + subscriptionArn);
            }
        };
        publish = new PublishOperations(topics, subscriptions, messages, delivery, clock, UUID::randomUUID);
    }

    Topic topic(String name, String... attributes) {
        return topics.create(name, pairs(attributes), Map.of());
    }

    String publish(Topic topic, String... parameters) {
        Map<String, String> form = pairs(parameters);
        form.put("TopicArn", topic.arn());
        return Xml.of("R", publish.publish(QueryForm.of(form)))
                .value("MessageId")
                .orElseThrow();
    }

    static Map<String, String> pairs(String... namesAndValues) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return pairs;
    }
}
