package dev.failover.cli;

import dev.failover.event.Command;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/** Writes what an operator says to {@code failover.commands}, of services that are there. */
final class Announcer implements AutoCloseable {

    private static final int DELIVERY_MILLIS = 15_000;

    private final KafkaClients clients;
    private final Map<String, ServiceSpec> services;
    private final Producer<String, byte[]> producer;
    private final EventWriter writer;

    private Announcer(KafkaClients clients, Map<String, ServiceSpec> services, String by) {
        this.clients = clients;
        this.services = services;
        this.producer = clients.producer("failover-cli", DELIVERY_MILLIS);
        this.writer = new EventWriter(producer, "failover-cli/" + by, Clock.systemUTC());
    }

    /** Reads the services first. */
    static Announcer open(KafkaClients clients, String by) {
        return new Announcer(clients, CompactedTopic.read(clients, Topic.SERVICES, ServiceSpec.class), by);
    }

    Map<String, ServiceSpec> services() {
        return services;
    }

    /** The states as they are now. */
    Map<String, ServiceState> states() {
        return CompactedTopic.read(clients, Topic.STATE, ServiceState.class);
    }

    /**
     * One of the services.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    ServiceSpec known(String service) {
        ServiceSpec known = services.get(service);
        if (known == null) {
            throw new IllegalArgumentException("there is no service " + service + ", but " + services.keySet());
        }
        return known;
    }

    /**
     * Returns once Kafka has it.
     *
     * @throws IllegalStateException when Kafka did not take it
     */
    void say(Command command) {
        writer.write(command);
    }

    @Override
    public void close() {
        producer.close();
    }
}
