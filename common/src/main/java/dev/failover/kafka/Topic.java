package dev.failover.kafka;

import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.HealthTransition;
import dev.failover.event.Observation;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.event.Steering;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics. All have the same number of partitions and are keyed by service, so that everything about a service is
 * in one order and one partition number belongs to one owner.
 */
public enum Topic {
    SERVICES("failover.services"),
    OBSERVATIONS("health.observations", Duration.ofHours(24)),
    TRANSITIONS("health.transitions", Duration.ofDays(30)),
    STATE("failover.state"),
    DECISIONS("failover.decisions", Duration.ofDays(30)),
    CHANGES("failover.changes", Duration.ofDays(30)),
    COMMANDS("failover.commands", Duration.ofDays(7)),
    STEERING("failover.steering"),
    DEAD_LETTERS("failover.dead-letters", Duration.ofDays(30));

    private final String topicName;
    private final Optional<Duration> retention;

    Topic(String compacted) {
        this.topicName = compacted;
        this.retention = Optional.empty();
    }

    Topic(String kept, Duration retention) {
        this.topicName = kept;
        this.retention = Optional.of(retention);
    }

    public String topicName() {
        return topicName;
    }

    public boolean compacted() {
        return retention.isEmpty();
    }

    public static Topic of(Event event) {
        if (event instanceof ServiceSpec) {
            return SERVICES;
        } else if (event instanceof Observation) {
            return OBSERVATIONS;
        } else if (event instanceof HealthTransition) {
            return TRANSITIONS;
        } else if (event instanceof ServiceState) {
            return STATE;
        } else if (event instanceof Decision) {
            return DECISIONS;
        } else if (event instanceof DnsChange) {
            return CHANGES;
        } else if (event instanceof Command) {
            return COMMANDS;
        } else if (event instanceof Steering) {
            return STEERING;
        }
        throw new AssertionError("no topic for " + event.getClass());
    }

    /** The topic's settings on the broker. */
    Map<String, String> configs(int minInsyncReplicas) {
        Map<String, String> configs = new HashMap<>();
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInsyncReplicas));
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588");
        if (retention.isPresent()) {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configs.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(retention.get().toMillis()));
        } else {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            // Restoring reads the whole topic: keep its uncompacted tail short.
            configs.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
            configs.put(
                    TopicConfig.SEGMENT_MS_CONFIG,
                    Long.toString(Duration.ofHours(1).toMillis()));
        }
        if (this == OBSERVATIONS || this == CHANGES || this == COMMANDS) {
            // Its writer's clock may be wrong: when it happened is judged by when the broker got it (scenario 16).
            configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        return configs;
    }
}
