package dev.failover.cli;

import dev.failover.event.ServiceSpec;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafka.Topics;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Brings services into {@code failover.services}, all of them in one transaction. */
public final class Applied {

    private static final String WRITER = "failover-apply";

    private final KafkaClients clients;

    public Applied(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Makes the topics where one is missing; where all are there their settings are left alone.
     *
     * @return the names of those that were made
     */
    public List<String> topics(TopicSettings settings) {
        try (Admin admin = clients.admin()) {
            Set<String> there = admin.listTopics().names().get();
            boolean all = Arrays.stream(Topic.values()).allMatch(topic -> there.contains(topic.topicName()));
            return all ? List.of() : new Topics(admin).provision(settings);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka cannot be asked: "
                            + Objects.requireNonNullElse(e.getCause(), e).getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        }
    }

    /** What applying a file would do to the services that are there, one sentence each; nothing is removed. */
    public List<String> differences(List<ServiceSpec> wanted) {
        return compare(wanted, false).lines();
    }

    /** Compares with what is there. */
    Catalogue compare(List<ServiceSpec> wanted, boolean prune) {
        return Catalogue.of(CompactedTopic.read(clients, Topic.SERVICES, ServiceSpec.class), wanted, prune);
    }

    /** Writes all or nothing. */
    void write(Catalogue catalogue) {
        try (Producer<String, byte[]> producer = clients.transactionalProducer(WRITER)) {
            EventWriter writer = new EventWriter(producer, WRITER, Clock.systemUTC());
            producer.initTransactions();
            producer.beginTransaction();
            catalogue.write().forEach(spec -> send(producer, writer.record(spec)));
            catalogue.remove().forEach(name -> send(producer, writer.tombstone(Topic.SERVICES, name)));
            producer.commitTransaction();
        }
    }

    /** Applies a list of services as it is. */
    public void write(List<ServiceSpec> services) {
        write(new Catalogue(services, List.of(), List.of()));
    }

    private static void send(Producer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
        // The commit fails if this does.
        Future<?> unused = producer.send(record);
    }
}
