package dev.failover.awslocal.sns;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest messages, for whoever wants to see what was published. */
public final class Messages {

    public static final int MAX_KEPT = 1_000;

    static final long MAX_CHARACTERS = 32_000_000;

    private final Deque<Message> newest = new ArrayDeque<>();
    private long characters;

    void add(Message message) {
        newest.addLast(message);
        characters += message.body().length();
        while (newest.size() > MAX_KEPT || characters > MAX_CHARACTERS) {
            characters -= newest.removeFirst().body().length();
        }
    }

    /** In the order of publishing; of one topic, given by its ARN or name, or of all when it is empty. */
    public List<Message> of(String topic) {
        return newest.stream()
                .filter(message -> topic.isEmpty()
                        || message.topicArn().equals(topic)
                        || message.topicArn().endsWith(":" + topic))
                .toList();
    }
}
