package dev.failover.dns;

import dev.failover.event.DnsRecord;
import dev.failover.event.ServiceSpec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Newest;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of all services that are managed now, read from the compacted topic each time. */
final class ServiceRecords {

    private static final Logger log = LoggerFactory.getLogger(ServiceRecords.class);

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
        Newest<ServiceSpec> specs =
                new Newest<>(ServiceSpec.class, (place, why) -> log.debug("{} is passed over: {}", place, why));
        try (Consumer<String, byte[]> consumer = clients.consumer("dns-actuator-services")) {
            new TopicReader(consumer).readAll(Topic.SERVICES, specs::take);
        }
        return List.copyOf(specs.events().values());
    }
}
