package dev.failover.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives all partitions to one member of the group, and leaves them there as long as it lives; the others stand by. A zone is
 * so written by one process, which sees all decisions of it together. Kafka makes it by its class's name.
 *
 * <p>Cooperative: a member that comes or goes does not interrupt the one that works. A partition that another member still
 * holds is given away in the next round only, after that member has let it go.
 */
public final class AllToOne implements ConsumerPartitionAssignor {

    /** Who has some by the newest word, then who has the most; of those who have nothing, the first by name. */
    private static final Comparator<Map.Entry<String, Subscription>> FIRST_CHOICE_LAST = Comparator.comparingInt(
                    (Map.Entry<String, Subscription> member) -> generation(member.getValue()))
            .thenComparingInt(member -> member.getValue().ownedPartitions().size())
            .thenComparing(Map.Entry.<String, Subscription>comparingByKey().reversed());

    @Override
    public String name() {
        return "all-to-one";
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
        Map<String, Subscription> members = group.groupSubscription();
        Map.Entry<String, Subscription> owner =
                members.entrySet().stream().max(FIRST_CHOICE_LAST).orElseThrow();
        List<TopicPartition> free = partitions(metadata, owner.getValue());
        Map<String, Assignment> assignments = new HashMap<>();
        members.forEach((member, subscription) -> {
            if (!member.equals(owner.getKey())) {
                free.removeAll(subscription.ownedPartitions());
                assignments.put(member, new Assignment(List.of()));
            }
        });
        assignments.put(owner.getKey(), new Assignment(free));
        return new GroupAssignment(assignments);
    }

    private static int generation(Subscription subscription) {
        return subscription.ownedPartitions().isEmpty()
                ? -1
                : subscription.generationId().orElse(-1);
    }

    private static List<TopicPartition> partitions(Cluster metadata, Subscription subscription) {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : subscription.topics()) {
            for (PartitionInfo partition : metadata.partitionsForTopic(topic)) {
                all.add(new TopicPartition(topic, partition.partition()));
            }
        }
        return all;
    }
}
