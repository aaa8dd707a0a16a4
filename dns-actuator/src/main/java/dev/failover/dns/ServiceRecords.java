package dev.failover.dns;

import dev.failover.event.DnsRecord;
import dev.failover.event.EventCodec;
import dev.failover.event.ServiceSpec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of all services that are managed now, read from the compacted topic each time. */
final class ServiceRecords {

    private final KafkaClients clients;

    ServiceRecords(KafkaClients clients) {
        this.clients = clients;
    }

    /** Blocks; what does not decode is passed over, since others bury it. */
    List<DnsRecord> read() {
        Map<String, DnsRecord> records = new LinkedHashMap<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("dns-actuator-services")) {
            new TopicReader(consumer).readAll(Topic.SERVICES, record -> take(record, records));
        }
        return new ArrayList<>(records.values());
    }

    private static void take(ConsumerRecord<String, byte[]> record, Map<String, DnsRecord> records) {
        try {
            EventCodec.decode(record)
                    .ifPresentOrElse(
                            event -> records.put(record.key(), ((ServiceSpec) event).record()),
                            () -> records.remove(record.key()));
        } catch (EventCodec.UndecodableException e) {
            records.remove(record.key());
        }
    }
}
