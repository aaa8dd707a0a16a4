package dev.failover.kafka;

import dev.failover.service.SettingsReader;

/**
 * How topics are made.
 *
 * @param partitions of every topic; fixed once made, since keys must keep their partition
 * @param minInsyncReplicas how many replicas must have a record before it counts as written
 */
public record TopicSettings(int partitions, short replication, int minInsyncReplicas) {

    /** One broker. */
    public static final TopicSettings LOCAL = new TopicSettings(3, (short) 1, 1);

    /** {@code TOPIC_PARTITIONS} (12), {@code TOPIC_REPLICATION} (3), {@code TOPIC_MIN_INSYNC_REPLICAS} (2). */
    public static TopicSettings read(SettingsReader reader) {
        return new TopicSettings(
                reader.wholeNumber("TOPIC_PARTITIONS", 12, 1, 1_000),
                (short) reader.wholeNumber("TOPIC_REPLICATION", 3, 1, 9),
                reader.wholeNumber("TOPIC_MIN_INSYNC_REPLICAS", 2, 1, 9));
    }
}
