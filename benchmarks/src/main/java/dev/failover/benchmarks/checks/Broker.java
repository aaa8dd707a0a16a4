package dev.failover.benchmarks.checks;

import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafka.Topics;
import dev.failover.kafkalocal.LocalKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;

/** A broker in a process of its own, with the topics, in the folder where it is started. */
final class Broker {

    static final String READY = "broker ready at ";

    private Broker() {}

    public static void main(String[] args) throws InterruptedException {
        try (LocalKafka kafka = LocalKafka.start(Path.of("kafka"))) {
            try (Admin admin = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers())).admin()) {
                new Topics(admin).provision(TopicSettings.LOCAL);
            }
            System.out.println(READY + kafka.bootstrapServers());
            new CountDownLatch(1).await();
        }
    }
}
