package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.cli.CliProcess.Ended;
import dev.failover.event.Command;
import dev.failover.event.EventCodec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do with a broker, whichever it is. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
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

    /** First, since it shows what becomes of a broker without topics. */
    @Test
    @Order(1)
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
                .startsWith("PAUSE of search until ");
    }

    @Test
    void anOperatorsWordsAreEventsWithAnEnd() throws Exception {
        Path file = Files.writeString(folder.resolve("services.yaml"), SERVICES);
        assertThat(cli("apply", "-f", file.toString()).code()).isZero();

        said("failover", "search", "--to", "secondary", "--keep-for", "2h", "--force", "--reason", "drill");
        said("failback", "search", "--force", "--reason", "drill over");
        said("maintain", "search", "secondary", "--for", "2h", "--reason", "disks");
        said("resume", "search", "secondary", "--reason", "done");
        said("resume", "search", "--reason", "done");
        said("release", "search", "--reason", "looked at");

        List<Command> commands = commands();
        assertThat(commands)
                .extracting(Command::kind)
                .endsWith(
                        Command.Kind.FAILOVER,
                        Command.Kind.FAILBACK,
                        Command.Kind.MAINTENANCE,
                        Command.Kind.RESUME,
                        Command.Kind.RESUME,
                        Command.Kind.RELEASE);
        List<Command> last = commands.subList(commands.size() - 6, commands.size());
        assertThat(last.get(0).until()).isEqualTo(last.get(0).at().plus(Duration.ofHours(2)));
        assertThat(last).extracting(Command::force).containsExactly(true, true, false, false, false, false);
        assertThat(last)
                .extracting(Command::endpoint)
                .containsExactly("secondary", null, "secondary", "secondary", null, null);
        assertThat(last).extracting(Command::by).containsOnly("ana");

        assertThat(cli("release", "--all", "--reason", "test").out())
                .isEqualTo("The fleet's brake holds none of them: nothing is said.\n");
        assertThat(cli("release", "--group", "eu", "--reason", "test"))
                .isEqualTo(new Ended(2, "", "failover: there is no group eu, but []\n"));
        assertThat(cli("maintain", "search", "third", "--for", "2h", "--reason", "test")
                        .err())
                .isEqualTo("failover: search has no endpoint third, but [primary, secondary]\n");
    }

    private void said(String... args) {
        String[] whole = Arrays.copyOf(args, args.length + 2);
        whole[args.length] = "--by";
        whole[args.length + 1] = "ana";
        assertThat(cli(whole)).as(String.join(" ", args)).satisfies(ended -> {
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out()).contains(" is said");
        });
    }

    private List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        KafkaClients clients = new KafkaClients(KafkaSettings.of(bootstrapServers()));
        try (Consumer<String, byte[]> consumer = clients.consumer("test")) {
            new TopicReader(consumer).readAll(Topic.COMMANDS, record -> commands.add(command(record)));
        }
        return commands;
    }

    private static Command command(ConsumerRecord<String, byte[]> record) {
        try {
            return (Command) EventCodec.decode(record).orElseThrow();
        } catch (EventCodec.UndecodableException e) {
            throw new AssertionError(e);
        }
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
