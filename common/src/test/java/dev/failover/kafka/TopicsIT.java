package dev.failover.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.Command;
import dev.failover.kafkalocal.LocalKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One broker, whose topics the tests make, make again, and refuse to make otherwise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopicsIT {

    private LocalKafka kafka;
    private KafkaClients clients;
    private Admin admin;

    @BeforeAll
    void start(@TempDir Path folder) {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        admin = clients.admin();
    }

    @AfterAll
    void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void makesEveryTopicWithItsSettings() throws Exception {
        List<String> made = new Topics(admin).provision(TopicSettings.LOCAL);

        assertThat(made)
                .containsExactlyInAnyOrder(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toArray(String[]::new));
        assertThat(config("failover.state", "cleanup.policy")).isEqualTo("compact");
        assertThat(config("health.observations", "message.timestamp.type")).isEqualTo("LogAppendTime");
        assertThat(config("health.observations", "retention.ms")).isEqualTo("86400000");
    }

    @Test
    @Order(2)
    void makesNothingTwice() {
        assertThat(new Topics(admin).provision(TopicSettings.LOCAL)).isEmpty();
    }

    @Test
    @Order(3)
    void refusesAnotherNumberOfPartitions() {
        TopicSettings more = new TopicSettings(6, (short) 1, 1);

        assertThatThrownBy(() -> new Topics(admin).provision(more))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("all topics must have 6 partitions")
                .hasMessageContaining("failover.commands has 3");
    }

    @Test
    @Order(4)
    void readsATopicFromItsBeginningToItsEndPastTransactionMarkers() {
        Command command =
                new Command("search", "c-1", Command.Kind.RESUME, null, false, null, "ana", "done", Instant.EPOCH);
        try (Producer<String, byte[]> producer = clients.transactionalProducer("test")) {
            producer.initTransactions();
            producer.beginTransaction();
            new EventWriter(producer, "test", Clock.systemUTC()).write(command);
            producer.commitTransaction();
            producer.beginTransaction();
            new EventWriter(producer, "test", Clock.systemUTC()).write(command);
            producer.abortTransaction();
        }
        List<String> keys = new ArrayList<>();

        try (Consumer<String, byte[]> consumer = clients.consumer("test")) {
            new TopicReader(consumer).readAll(Topic.COMMANDS, record -> keys.add(record.key()));
        }

        assertThat(keys).containsExactly("search");
    }

    private String config(String topic, String key) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS);
        return configs.values().iterator().next().get(key).value();
    }
}
