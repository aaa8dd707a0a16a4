package dev.failover.cli;

import dev.failover.event.Event;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Newest;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/** What a compacted topic holds now: the newest event of every service that has not been removed. */
final class CompactedTopic {

    private CompactedTopic() {}

    /** Events that cannot be read are left out: their writer is newer than this command. */
    static <E extends Event> Map<String, E> read(KafkaClients clients, Topic topic, Class<E> type) {
        Newest<E> newest =
                new Newest<>(type, (place, why) -> System.err.println("failover: " + place + " is left out: " + why));
        try (Consumer<String, byte[]> consumer = clients.consumer("failover-cli")) {
            new TopicReader(consumer).readAll(topic, newest::take);
        }
        return newest.events();
    }
}
