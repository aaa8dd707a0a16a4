package dev.failover.cli;

import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a compacted topic holds now: the newest event of every service that has not been removed. */
final class CompactedTopic {

    private CompactedTopic() {}

    /** Events that cannot be read are left out: their writer is newer than this command. */
    static <E extends Event> Map<String, E> read(KafkaClients clients, Topic topic, Class<E> type) {
        Map<String, E> newest = new TreeMap<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("failover-cli")) {
            new TopicReader(consumer).readAll(topic, record -> note(record, type, newest));
        }
        return newest;
    }

    private static <E extends Event> void note(
            ConsumerRecord<String, byte[]> record, Class<E> type, Map<String, E> newest) {
        try {
            EventCodec.decode(record)
                    .ifPresentOrElse(
                            event -> newest.put(record.key(), type.cast(event)), () -> newest.remove(record.key()));
        } catch (EventCodec.UndecodableException | ClassCastException e) {
            System.err.println("failover: " + topicOf(record) + " is left out: " + e.getMessage());
        }
    }

    private static String topicOf(ConsumerRecord<String, byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
