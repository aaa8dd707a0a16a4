package dev.failover.cli;

import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.service.SettingsReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka is: {@code --kafka}, or {@code KAFKA_BOOTSTRAP_SERVERS}, or the demo's broker. */
public final class KafkaOption {

    static final int LOCAL_PORT = LocalPorts.KAFKA;

    private static final Duration LIMIT = Duration.ofSeconds(8);

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka's bootstrap servers (default: $KAFKA_BOOTSTRAP_SERVERS, or the demo's 127.0.0.1:"
                    + LOCAL_PORT + "); KAFKA_CLIENT_SECURITY_PROTOCOL and the like set the client's other settings")
    private @Nullable String bootstrapServers;

    /** Whether it is said at all where Kafka is, for a command that can do without. */
    public boolean isGiven() {
        return bootstrapServers != null
                || !System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "").isBlank();
    }

    /**
     * Clients of a Kafka that answers.
     *
     * @throws IllegalStateException when none does within {@link #LIMIT}
     */
    public KafkaClients clients() {
        Map<String, String> env = new HashMap<>(System.getenv());
        if (bootstrapServers != null) {
            env.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        }
        env.putIfAbsent("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + LOCAL_PORT);
        SettingsReader reader = new SettingsReader(env);
        KafkaSettings settings = KafkaSettings.read(reader);
        reader.refuseIfWrong();
        KafkaClients clients = new KafkaClients(settings);
        mustAnswer(clients, settings.bootstrapServers());
        return clients;
    }

    private static void mustAnswer(KafkaClients clients, String bootstrapServers) {
        DescribeClusterOptions soon = new DescribeClusterOptions().timeoutMs(Math.toIntExact(LIMIT.toMillis()));
        try (Admin admin = clients.admin()) {
            admin.describeCluster(soon).nodes().get();
        } catch (ExecutionException e) {
            throw noAnswer(bootstrapServers, e.getCause() instanceof TimeoutException ? noneIn() : causeOf(e), e);
        } catch (KafkaException e) {
            throw noAnswer(bootstrapServers, causeOf(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        }
    }

    private static IllegalStateException noAnswer(String bootstrapServers, String why, Exception e) {
        return new IllegalStateException(
                "Kafka at " + bootstrapServers + " cannot be used: " + why
                        + " (--kafka or KAFKA_BOOTSTRAP_SERVERS says where it is; `failover demo` has one)",
                e);
    }

    private static String noneIn() {
        return "nobody answered within " + LIMIT.toSeconds() + " s";
    }

    private static String causeOf(Exception e) {
        return String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
    }
}
