package dev.failover.awslocal.sns;

import dev.failover.awslocal.wire.QueryForm;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations on topics, their attributes and tags. */
final class TopicOperations {

    private static final int PAGE = 100;

    private final Topics topics;
    private final Subscriptions subscriptions;
    private final Delivery delivery;

    TopicOperations(Topics topics, Subscriptions subscriptions, Delivery delivery) {
        this.topics = topics;
        this.subscriptions = subscriptions;
        this.delivery = delivery;
    }

    List<Xml> create(QueryForm form) {
        Topic topic = topics.create(form.required("Name"), form.entries("Attributes"), tags(form));
        return List.of(Xml.text("TopicArn", topic.arn()));
    }

    /** Deleting what is not there succeeds, as in SNS. */
    List<Xml> delete(QueryForm form) {
        String arn = form.required("TopicArn");
        subscriptions.of(arn).forEach(subscription -> delivery.forget(subscription.arn()));
        subscriptions.removeOf(arn);
        topics.delete(arn);
        return List.of();
    }

    List<Xml> list(QueryForm form) {
        List<Topic> from = topics.from(form.optional("NextToken").orElse(""));
        List<Xml> answer = new ArrayList<>();
        answer.add(Xml.of(
                "Topics",
                from.stream()
                        .limit(PAGE)
                        .map(topic -> Xml.of("member", Xml.text("TopicArn", topic.arn())))
                        .toList()));
        if (from.size() > PAGE) {
            answer.add(Xml.text("NextToken", from.get(PAGE).arn()));
        }
        return answer;
    }

    List<Xml> attributes(QueryForm form) {
        Topic topic = topics.get(form.required("TopicArn"));
        Map<String, String> attributes = new TreeMap<>(topic.attributes());
        List<Subscription> of = subscriptions.of(topic.arn());
        long confirmed = of.stream().filter(Subscription::isConfirmed).count();
        attributes.put("TopicArn", topic.arn());
        attributes.put("Owner", Topics.ACCOUNT);
        attributes.putIfAbsent("DisplayName", "");
        attributes.putIfAbsent("Policy", defaultPolicy(topic));
        attributes.put("SubscriptionsConfirmed", Long.toString(confirmed));
        attributes.put("SubscriptionsPending", Long.toString(of.size() - confirmed));
        attributes.put("SubscriptionsDeleted", "0");
        return List.of(entries(attributes));
    }

    private static String defaultPolicy(Topic topic) {
        return """
                {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",\
                "Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish","SNS:Subscribe"],\
                "Resource":"%s","Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}""".formatted(topic.arn(), Topics.ACCOUNT);
    }

    List<Xml> setAttribute(QueryForm form) {
        topics.setAttribute(
                form.required("TopicArn"),
                form.required("AttributeName"),
                form.optional("AttributeValue").orElse(""));
        return List.of();
    }

    List<Xml> listTags(QueryForm form) {
        return List.of(Xml.of(
                "Tags",
                topics.get(form.required("ResourceArn")).tags().entrySet().stream()
                        .map(tag -> Xml.of("member", Xml.text("Key", tag.getKey()), Xml.text("Value", tag.getValue())))
                        .toList()));
    }

    List<Xml> tag(QueryForm form) {
        topics.tag(form.required("ResourceArn"), tags(form));
        return List.of();
    }

    List<Xml> untag(QueryForm form) {
        Topic topic = topics.get(form.required("ResourceArn"));
        form.members("TagKeys").forEach(key -> topic.tags().remove(key.value()));
        return List.of();
    }

    private static Map<String, String> tags(QueryForm form) {
        Map<String, String> tags = new LinkedHashMap<>();
        form.members("Tags")
                .forEach(tag -> tags.put(
                        tag.optional("Key").orElse(""), tag.optional("Value").orElse("")));
        return tags;
    }

    static Xml entries(Map<String, String> attributes) {
        return Xml.of(
                "Attributes",
                attributes.entrySet().stream()
                        .map(entry ->
                                Xml.of("entry", Xml.text("key", entry.getKey()), Xml.text("value", entry.getValue())))
                        .toList());
    }
}
