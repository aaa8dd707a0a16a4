package dev.failover.cli;

import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.service.SettingsReader;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where Kafka is: {@code --kafka}, or {@code KAFKA_BOOTSTRAP_SERVERS}, or the demo's broker. */
final class KafkaOption {

    static final int LOCAL_PORT = LocalPorts.KAFKA;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka's bootstrap servers (default: $KAFKA_BOOTSTRAP_SERVERS, or the demo's 127.0.0.1:"
                    + LOCAL_PORT + "); KAFKA_CLIENT_SECURITY_PROTOCOL and the like set the client's other settings")
    @SuppressWarnings("NullAway.Init") // picocli leaves it null where it is not given
    private String bootstrapServers;

    KafkaClients clients() {
        Map<String, String> env = new HashMap<>(System.getenv());
        if (bootstrapServers != null) {
            env.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        }
        env.putIfAbsent("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + LOCAL_PORT);
        return new KafkaClients(KafkaSettings.read(new SettingsReader(env)));
    }
}
