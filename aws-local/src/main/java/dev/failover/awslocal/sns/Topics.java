package dev.failover.awslocal.sns;

import dev.failover.awslocal.wire.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All topics, in memory, used on one thread. */
public final class Topics {

    public static final String ACCOUNT = "000000000000";
    static final String REGION = "us-east-1";
    static final int MAX_TOPICS = 1_000;

    private static final int MAX_TAGS = 50;
    private static final String ARN_PREFIX = "arn:aws:sns:" + REGION + ":" + ACCOUNT + ":";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\\.fifo");
    private static final Pattern FEEDBACK = Pattern.compile(
            "(HTTP|SQS|Lambda|Firehose|Application)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn)");
    private static final Set<String> SETTABLE = Set.of(
            "ArchivePolicy",
            "ContentBasedDeduplication",
            "DataProtectionPolicy",
            "DeliveryPolicy",
            "DisplayName",
            "FifoThroughputScope",
            "FifoTopic",
            "KmsMasterKeyId",
            "MaximumMessageSize",
            "Policy",
            "SignatureVersion",
            "TracingConfig");

    private final Map<String, Topic> byArn = new TreeMap<>();

    /** The topic of that name, made if it is not there; refused if it is there with other attributes or tags. */
    Topic create(String name, Map<String, String> attributes, Map<String, String> tags) {
        checkName(name, attributes);
        attributes.forEach(Topics::checkAttribute);
        checkTags(tags);
        Topic existing = byArn.get(ARN_PREFIX + name);
        if (existing != null) {
            return sameOrRefused(existing, attributes, tags);
        }
        if (byArn.size() >= MAX_TOPICS) {
            throw new AwsException(403, "TopicLimitExceeded", "Topic limit exceeded: " + MAX_TOPICS);
        }
        Topic topic = new Topic(ARN_PREFIX + name);
        topic.attributes().putAll(attributes);
        topic.tags().putAll(tags);
        byArn.put(topic.arn(), topic);
        return topic;
    }

    /** A topic by name alone: for the seed. */
    public void seed(String name) {
        create(name, name.endsWith(".fifo") ? Map.of("FifoTopic", "true") : Map.of(), Map.of());
    }

    private static void checkName(String name, Map<String, String> attributes) {
        boolean fifo = "true".equals(attributes.get("FifoTopic"));
        if (!NAME.matcher(name).matches()) {
            throw Refusals.invalid("Topic Name");
        }
        if (fifo != name.endsWith(".fifo")) {
            throw Refusals.invalid(
                    "Topic Name Reason: FIFO topic names must end with .fifo, and only those of FIFO topics may");
        }
    }

    private static void checkAttribute(String name, String value) {
        if (!SETTABLE.contains(name) && !FEEDBACK.matcher(name).matches()) {
            throw Refusals.invalid("AttributeName");
        }
        boolean flag = name.equals("FifoTopic") || name.equals("ContentBasedDeduplication");
        if (flag && !value.equals("true") && !value.equals("false")) {
            throw Refusals.invalid("Attributes Reason: " + name + " must be true or false");
        }
        if (name.equals("DisplayName") && value.length() > 100) {
            throw Refusals.invalid("DisplayName");
        }
        if (value.length() > 100_000) {
            throw Refusals.invalid("Attributes Reason: " + name + " is too long");
        }
    }

    private static void checkTags(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS || tags.containsKey("")) {
            throw new AwsException(
                    400, "TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded");
        }
    }

    private static Topic sameOrRefused(Topic topic, Map<String, String> attributes, Map<String, String> tags) {
        attributes.forEach((name, value) -> {
            if (!value.equals(topic.attributes().get(name))) {
                throw Refusals.invalid("Attributes Reason: Topic already exists with different attributes");
            }
        });
        if (!tags.isEmpty() && !tags.equals(topic.tags())) {
            throw Refusals.invalid("Tags Reason: Topic already exists with different tags");
        }
        return topic;
    }

    Topic get(String arn) {
        if (!arn.startsWith("arn:aws:sns:")) {
            throw Refusals.invalid("TopicArn");
        }
        Topic topic = byArn.get(arn);
        if (topic == null) {
            throw Refusals.notFound("Topic");
        }
        return topic;
    }

    void delete(String arn) {
        byArn.remove(arn);
    }

    void setAttribute(String arn, String name, String value) {
        Topic topic = get(arn);
        if (name.equals("FifoTopic")) {
            throw Refusals.invalid("AttributeName Reason: FifoTopic cannot be changed");
        }
        checkAttribute(name, value);
        topic.attributes().put(name, value);
    }

    void tag(String arn, Map<String, String> tags) {
        Topic topic = get(arn);
        Map<String, String> all = new TreeMap<>(topic.tags());
        all.putAll(tags);
        checkTags(all);
        topic.tags().putAll(tags);
    }

    List<Topic> from(String arn) {
        return new ArrayList<>(new TreeMap<>(byArn).tailMap(arn, true).values());
    }
}
