package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.cli.CliProcess.Ended;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do with a broker, whichever it is. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class BrokerContract {

    private static final String SERVICES = """
            services:
              - name: search
                record: {zone: Z1, name: es.example.com, type: A, ttl: 30s}
                endpoints:
                  - {name: primary, target: 10.0.1.10, check: {kind: tcp, host: a.internal, port: 443}}
                  - {name: secondary, target: 10.0.2.10, check: {kind: tcp, host: b.internal, port: 443}}
            """;

    @TempDir
    Path folder;

    /** Of a broker that has no topics yet. */
    abstract String bootstrapServers();

    @Test
    void appliesServicesAndShowsThem() throws Exception {
        Path file = Files.writeString(folder.resolve("services.yaml"), SERVICES);

        Ended dry = cli("apply", "-f", file.toString(), "--dry-run");
        assertThat(dry).isEqualTo(new Ended(0, "would be: search added\n", ""));

        Ended applied = cli("apply", "-f", file.toString());
        assertThat(applied.err()).isEmpty();
        assertThat(applied.code()).isZero();
        assertThat(applied.out().lines())
                .hasSize(Topic.values().length + 1)
                .contains("topic failover.services made", "topic health.observations made")
                .endsWith("search added");
        topicsAreAsSet();

        assertThat(cli("apply", "-f", file.toString())).isEqualTo(new Ended(0, "search unchanged\n", ""));
        Ended status = cli("status");
        assertThat(status.code()).isZero();
        assertThat(status.out()).contains("search", "es.example.com A", "not judged yet");

        assertThat(cli("status", "shop"))
                .isEqualTo(new Ended(2, "", "failover: there is no service shop, but [search]\n"));
        assertThat(cli("failover", "search", "--to", "third", "--reason", "test"))
                .isEqualTo(new Ended(2, "", "failover: search has no endpoint third, but [primary, secondary]\n"));
        assertThat(cli("pause", "search", "--for", "half an hour", "--reason", "test"))
                .isEqualTo(new Ended(
                        2, "", "failover: --for must be a duration such as 250ms, 1s or 5m, was 'half an hour'\n"));
        assertThat(cli("pause", "search", "--for", "30m", "--reason", "test").out())
                .startsWith("PAUSE of search is said; ");
    }

    private Ended cli(String... args) {
        return CliProcess.run(
                folder,
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(),
                        "TOPIC_PARTITIONS", "4",
                        "TOPIC_REPLICATION", "1",
                        "TOPIC_MIN_INSYNC_REPLICAS", "1"),
                args);
    }

    private void topicsAreAsSet() throws Exception {
        List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
        try (Admin admin = new KafkaClients(KafkaSettings.of(bootstrapServers())).admin()) {
            assertThat(admin.describeTopics(names)
                            .allTopicNames()
                            .get(30, TimeUnit.SECONDS)
                            .values())
                    .extracting(TopicDescription::partitions)
                    .allSatisfy(partitions -> assertThat(partitions).hasSize(4));
            List<ConfigResource> asked = names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(asked).all().get(30, TimeUnit.SECONDS);
            assertThat(Arrays.asList(Topic.values()))
                    .allSatisfy(topic -> assertThat(
                                    configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName())))
                            .isNotNull()
                            .satisfies(config -> {
                                assertThat(config.get("cleanup.policy").value())
                                        .isEqualTo(topic.compacted() ? "compact" : "delete");
                                assertThat(config.get("min.insync.replicas").value())
                                        .isEqualTo("1");
                            }));
        }
    }
}
