package dev.failover.dns;

import dev.failover.event.DnsChange;
import dev.failover.event.EventCodec;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafka.Topics;
import dev.failover.kafkalocal.LocalKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;

/** A real broker with all topics, and who speaks for the decision-service. */
final class Broker implements AutoCloseable {

    final Producer<String, byte[]> producer;
    final EventWriter writer;
    private final LocalKafka kafka;
    private final KafkaClients clients;

    Broker(Path folder) {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
        producer = clients.producer("test", 20_000);
        writer = new EventWriter(producer, "test", Clock.systemUTC());
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** All that was published of changes. */
    List<DnsChange> changes() {
        List<DnsChange> changes = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : read(Topic.CHANGES)) {
            try {
                changes.add((DnsChange) EventCodec.decode(record).orElseThrow());
            } catch (EventCodec.UndecodableException e) {
                throw new AssertionError(e);
            }
        }
        return changes;
    }

    List<ConsumerRecord<String, byte[]>> read(Topic topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader")) {
            new TopicReader(consumer).readAll(topic, records::add);
        }
        return records;
    }

    @Override
    public void close() {
        producer.close();
        kafka.close();
    }
}
