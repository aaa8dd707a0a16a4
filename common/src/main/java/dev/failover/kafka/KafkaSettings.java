package dev.failover.kafka;

import dev.failover.service.SettingsReader;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How to reach Kafka.
 *
 * @param clientProperties any setting of the Kafka clients, for example {@code security.protocol}; their values are
 *     never shown
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> clientProperties) {

    public KafkaSettings {
        clientProperties = Map.copyOf(clientProperties);
    }

    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Map.of());
    }

    /**
     * {@code KAFKA_BOOTSTRAP_SERVERS}, and {@code KAFKA_CLIENT_SECURITY_PROTOCOL=SASL_SSL} for {@code
     * security.protocol} and so on.
     */
    public static KafkaSettings read(SettingsReader reader) {
        Map<String, String> properties = new TreeMap<>();
        reader.startingWith("KAFKA_CLIENT_")
                .forEach((key, value) ->
                        properties.put(key.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        return new KafkaSettings(reader.required("KAFKA_BOOTSTRAP_SERVERS"), properties);
    }

    /** The clients' properties with this broker and these overrides; the overrides win. */
    Map<String, Object> with(Map<String, ?> overrides) {
        Map<String, Object> all = new TreeMap<>(clientProperties);
        all.put("bootstrap.servers", bootstrapServers);
        all.putAll(overrides);
        return all;
    }

    @Override
    public String toString() {
        return bootstrapServers
                + clientProperties.keySet().stream()
                        .sorted()
                        .map(key -> " " + key + "=[hidden]")
                        .collect(Collectors.joining());
    }
}
