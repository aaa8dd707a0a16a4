package dev.failover.cli;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The commands against Kafka's own image; skipped where no Docker engine answers. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerBrokerIT extends BrokerContract {

    @Container
    private static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.3.1");

    @Override
    String bootstrapServers() {
        return KAFKA.getBootstrapServers();
    }
}
