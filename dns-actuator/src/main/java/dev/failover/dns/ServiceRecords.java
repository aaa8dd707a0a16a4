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
        return specs().stream().map(ServiceSpec::record).toList();
    }

    /** The same with all that is configured. */
    List<ServiceSpec> specs() {
        Map<String, ServiceSpec> specs = new LinkedHashMap<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("dns-actuator-services")) {
            new TopicReader(consumer).readAll(Topic.SERVICES, record -> take(record, specs));
        }
        return new ArrayList<>(specs.values());
    }

    private static void take(ConsumerRecord<String, byte[]> record, Map<String, ServiceSpec> specs) {
        try {
            EventCodec.decode(record)
                    .ifPresentOrElse(
                            event -> specs.put(record.key(), (ServiceSpec) event), () -> specs.remove(record.key()));
        } catch (EventCodec.UndecodableException e) {
            specs.remove(record.key());
        }
    }
}
