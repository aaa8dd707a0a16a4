package dev.failover.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics as they must be, and refuses what it must not mend. */
public final class Topics {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Admin admin;

    public Topics(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes the topics that are missing and sets the settings of all. Another number of partitions than the wanted one
     * is refused: growing it would send a service's events to two owners.
     *
     * @return the names of the topics that were made
     * @throws IllegalStateException when the broker refuses, does not answer in time, or the partitions do not agree
     */
    public List<String> provision(TopicSettings settings) {
        try {
            Set<String> there = admin.listTopics().names().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            List<String> made = create(settings, there);
            refuseOtherPartitions(settings, there);
            configure(settings);
            return made;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "topics could not be made: " + Unwrapped.cause(e).getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "topics could not be made: Kafka did not answer in " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making topics", e);
        }
    }

    private List<String> create(TopicSettings settings, Set<String> there)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> made = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (!there.contains(topic.topicName()) && created(topic, settings)) {
                made.add(topic.topicName());
            }
        }
        return made;
    }

    private boolean created(Topic topic, TopicSettings settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        NewTopic wanted = new NewTopic(topic.topicName(), settings.partitions(), settings.replication())
                .configs(topic.configs(settings.minInsyncReplicas()));
        try {
            admin.createTopics(List.of(wanted)).all().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    private void refuseOtherPartitions(TopicSettings settings, Set<String> there)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> ours = Arrays.stream(Topic.values())
                .map(Topic::topicName)
                .filter(there::contains)
                .toList();
        Map<String, TopicDescription> found =
                admin.describeTopics(ours).allTopicNames().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        List<String> wrong = found.values().stream()
                .filter(topic -> topic.partitions().size() != settings.partitions())
                .map(topic -> topic.name() + " has " + topic.partitions().size())
                .sorted()
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("all topics must have " + settings.partitions() + " partitions, but "
                    + String.join(", ", wrong) + "; set TOPIC_PARTITIONS to what is there, or make new topics");
        }
    }

    private void configure(TopicSettings settings) throws ExecutionException, InterruptedException, TimeoutException {
        Map<ConfigResource, Collection<AlterConfigOp>> wanted = new HashMap<>();
        for (Topic topic : Topic.values()) {
            wanted.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
                    topic.configs(settings.minInsyncReplicas()).entrySet().stream()
                            .map(entry -> new AlterConfigOp(
                                    new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                            .toList());
        }
        admin.incrementalAlterConfigs(wanted).all().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
