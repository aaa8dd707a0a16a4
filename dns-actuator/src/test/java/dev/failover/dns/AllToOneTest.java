package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.kafka.Topic;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AllToOneTest {

    private static final String TOPIC = Topic.DECISIONS.topicName();
    private static final Node NODE = new Node(1, "localhost", 9092);

    private final Map<String, Subscription> members = new HashMap<>();

    @Test
    void ofThoseWhoHaveNothingTheFirstByNameGetsAll() {
        member("b", 0);
        member("a", 0);

        assertThat(assigned()).isEqualTo(Map.of("a", Set.of(0, 1, 2), "b", Set.of()));
    }

    @Test
    void whoHasAllKeepsAllWhenSomebodyComes() {
        member("b", 4, 0, 1, 2);
        member("a", 0);
        member("c", 0);

        assertThat(assigned()).isEqualTo(Map.of("a", Set.of(), "b", Set.of(0, 1, 2), "c", Set.of()));
    }

    @Test
    void newPartitionsGoToWhoHasTheOthers() {
        member("b", 4, 0, 1);
        member("a", 0);

        assertThat(assigned().get("b")).containsExactly(0, 1, 2);
    }

    @Test
    void whatAnotherStillHoldsIsGivenAwayInTheNextRound() {
        member("a", 4, 0);
        member("b", 4, 1, 2);

        assertThat(assigned())
                .as("b has the most; a lets go of its partition first")
                .isEqualTo(Map.of("a", Set.of(), "b", Set.of(1, 2)));

        members.clear();
        member("a", 5);
        member("b", 5, 1, 2);
        assertThat(assigned()).isEqualTo(Map.of("a", Set.of(), "b", Set.of(0, 1, 2)));
    }

    @Test
    void anOldWordCountsForLessThanANewOne() {
        member("a", 3, 0, 1, 2);
        member("b", 5, 0, 1);

        assertThat(assigned()).isEqualTo(Map.of("a", Set.of(), "b", Set.of()));
    }

    private void member(String name, int generation, Integer... partitions) {
        List<TopicPartition> owned = java.util.Arrays.stream(partitions)
                .map(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        members.put(
                name, new Subscription(List.of(TOPIC), ByteBuffer.allocate(0), owned, generation, Optional.empty()));
    }

    private Map<String, Set<Integer>> assigned() {
        List<PartitionInfo> partitions = IntStream.range(0, 3)
                .mapToObj(number -> new PartitionInfo(TOPIC, number, NODE, new Node[] {NODE}, new Node[] {NODE}))
                .toList();
        Cluster cluster = new Cluster("c", List.of(NODE), partitions, Set.of(), Set.of());
        Map<String, Set<Integer>> all = new HashMap<>();
        new AllToOne()
                .assign(cluster, new GroupSubscription(members))
                .groupAssignment()
                .forEach((name, given) -> all.put(
                        name,
                        new TreeSet<>(given.partitions().stream()
                                .map(TopicPartition::partition)
                                .toList())));
        return all;
    }
}
