package dev.failover.awslocal.sns;

import dev.failover.awslocal.wire.QueryForm;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations on subscriptions. */
final class SubscriptionOperations {

    private static final int PAGE = 100;

    private final Topics topics;
    private final Subscriptions subscriptions;
    private final Delivery delivery;

    SubscriptionOperations(Topics topics, Subscriptions subscriptions, Delivery delivery) {
        this.topics = topics;
        this.subscriptions = subscriptions;
        this.delivery = delivery;
    }

    List<Xml> subscribe(QueryForm form) {
        Topic topic = topics.get(form.required("TopicArn"));
        Subscription.Target target = new Subscription.Target(
                form.required("Protocol"), form.optional("Endpoint").orElse(""));
        Subscriptions.Subscribed subscribed = subscriptions.subscribe(topic, target, form.entries("Attributes"));
        Subscription subscription = subscribed.subscription();
        if (!subscription.isConfirmed() && target.isHttp()) {
            delivery.confirmation(subscription);
        }
        boolean showArn = subscription.isConfirmed()
                || form.optional("ReturnSubscriptionArn").filter("true"::equals).isPresent();
        return List.of(Xml.text("SubscriptionArn", showArn ? subscription.arn() : "pending confirmation"));
    }

    List<Xml> confirm(QueryForm form) {
        Topic topic = topics.get(form.required("TopicArn"));
        return List.of(Xml.text(
                "SubscriptionArn",
                subscriptions.confirm(topic.arn(), form.required("Token")).arn()));
    }

    List<Xml> unsubscribe(QueryForm form) {
        Subscription subscription = subscriptions.get(form.required("SubscriptionArn"));
        subscriptions.remove(subscription.arn());
        delivery.forget(subscription.arn());
        return List.of();
    }

    List<Xml> list(QueryForm form) {
        return page(subscriptions.all(), form);
    }

    List<Xml> listByTopic(QueryForm form) {
        return page(subscriptions.of(topics.get(form.required("TopicArn")).arn()), form);
    }

    private static List<Xml> page(List<Subscription> all, QueryForm form) {
        String start = form.optional("NextToken").orElse("");
        List<Subscription> from = all.stream()
                .filter(subscription -> subscription.arn().compareTo(start) >= 0)
                .toList();
        List<Xml> answer = new ArrayList<>();
        answer.add(Xml.of(
                "Subscriptions",
                from.stream().limit(PAGE).map(SubscriptionOperations::member).toList()));
        if (from.size() > PAGE) {
            answer.add(Xml.text("NextToken", from.get(PAGE).arn()));
        }
        return answer;
    }

    private static Xml member(Subscription subscription) {
        return Xml.of(
                "member",
                Xml.text("SubscriptionArn", subscription.isConfirmed() ? subscription.arn() : "PendingConfirmation"),
                Xml.text("Owner", Topics.ACCOUNT),
                Xml.text("Protocol", subscription.target().protocol()),
                Xml.text("Endpoint", subscription.target().endpoint()),
                Xml.text("TopicArn", subscription.topicArn()));
    }

    List<Xml> attributes(QueryForm form) {
        Subscription subscription = subscriptions.get(form.required("SubscriptionArn"));
        Map<String, String> attributes = new TreeMap<>(subscription.attributes());
        attributes.put("SubscriptionArn", subscription.arn());
        attributes.put("TopicArn", subscription.topicArn());
        attributes.put("Owner", Topics.ACCOUNT);
        attributes.put("Protocol", subscription.target().protocol());
        attributes.put("Endpoint", subscription.target().endpoint());
        attributes.put("PendingConfirmation", Boolean.toString(!subscription.isConfirmed()));
        attributes.put("ConfirmationWasAuthenticated", Boolean.toString(subscription.isConfirmed()));
        attributes.putIfAbsent("RawMessageDelivery", "false");
        attributes.put("SubscriptionPrincipal", "arn:aws:iam::" + Topics.ACCOUNT + ":user/aws-local");
        return List.of(TopicOperations.entries(attributes));
    }

    List<Xml> setAttribute(QueryForm form) {
        subscriptions
                .get(form.required("SubscriptionArn"))
                .set(
                        form.required("AttributeName"),
                        form.optional("AttributeValue").orElse(""));
        return List.of();
    }
}
