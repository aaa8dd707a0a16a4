package dev.failover.dns.steering;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.event.DnsRecord;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.Steering;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic {@code failover.steering} as one register a service, which is compared and swapped. Each swap begins its own
 * producer with the transactional id of the service, reads the newest record, compares, writes, and commits.
 *
 * <p>Two swaps cannot both succeed on the same record. Of two writers one is the later to begin; beginning fences the
 * earlier and ends its transaction, one way or the other, before it returns. So whatever the earlier one can ever commit is
 * committed then, and the later one reads it; what it has not committed it never will. That holds for a zombie that wakes
 * after days, needs no consumer group, and holds between the actuators and the command line alike (scenario 37).
 */
public final class SteeringLog {

    private static final Logger log = LoggerFactory.getLogger(SteeringLog.class);
    private static final Duration READ_LIMIT = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final String source;
    private final Clock clock;

    /**
     * Opens nothing yet.
     *
     * @param source who writes, for the events
     */
    public SteeringLog(KafkaClients clients, String source, Clock clock) {
        this.clients = clients;
        this.source = source;
        this.clock = clock;
    }

    /**
     * The newest record about a name. One that was committed a moment ago may be missing: whoever plans by what was there
     * before is refused by {@link #swap}, and reads again.
     */
    public Optional<Steering> newest(DnsRecord record) {
        return newest(steering -> steering.record().zone().equals(record.zone())
                && steering.record().name().equals(record.name())
                && steering.record().type() == record.type());
    }

    /** The newest record of a service. */
    public Optional<Steering> newest(String service) {
        return newest(steering -> steering.service().equals(service));
    }

    /**
     * Writes the next record if the newest one is as expected.
     *
     * @param expected whether this is the record that the caller has read, or none
     */
    public void swap(Steering next, Predicate<Optional<Steering>> expected) {
        Producer<String, byte[]> producer = clients.transactionalProducer("steering-" + next.service());
        try {
            producer.initTransactions();
            Optional<Steering> newest = newest(next.service());
            if (!expected.test(newest)
                    || newest.filter(found -> overtakes(found, next)).isPresent()) {
                throw new DnsProviderException(
                        Kind.CONFLICT,
                        "failover.steering has " + newest.map(Steering::eventId).orElse("nothing") + " meanwhile");
            }
            producer.beginTransaction();
            Future<?> unused = producer.send(new EventWriter(producer, source, clock).record(next));
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw failure(e);
        } finally {
            producer.close(CLOSE_LIMIT);
        }
    }

    /** The same decision may be written again, with other values for its endpoint. */
    private static boolean overtakes(Steering found, Steering next) {
        return found.epoch() > next.epoch()
                || (found.epoch() == next.epoch() && !found.decisionId().equals(next.decisionId()));
    }

    private Optional<Steering> newest(Predicate<Steering> wanted) {
        try (Consumer<String, byte[]> consumer = clients.consumer("steering-log")) {
            return read(consumer).values().stream().filter(wanted).findFirst();
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /** To where the topic ends now; that is, behind every transaction that has ended. */
    private static Map<String, Steering> read(Consumer<String, byte[]> consumer) {
        Map<String, Steering> newest = new HashMap<>();
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, READ_LIMIT);
        long giveUp = System.nanoTime() + READ_LIMIT.toNanos();
        while (!ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), READ_LIMIT) >= end.getValue())) {
            if (System.nanoTime() > giveUp) {
                throw new TimeoutException("failover.steering was not read within " + READ_LIMIT.toSeconds() + " s");
            }
            consumer.poll(POLL).forEach(record -> put(newest, record));
        }
        return newest;
    }

    static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        return consumer.partitionsFor(Topic.STEERING.topicName(), READ_LIMIT).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    /**
     * The last record of a service holds, and a tombstone takes it away. One that cannot be read is none: what was known
     * before holds, for every reader alike.
     */
    static void put(Map<String, Steering> newest, ConsumerRecord<String, byte[]> record) {
        try {
            Optional<Event> event = EventCodec.decode(record);
            if (event.isEmpty()) {
                newest.remove(record.key());
            } else if (event.get() instanceof Steering steering) {
                newest.put(steering.service(), steering);
            }
        } catch (EventCodec.UndecodableException e) {
            log.warn(
                    "{}-{}@{} is passed over: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    private static DnsProviderException failure(KafkaException e) {
        if (e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException) {
            return new DnsProviderException(Kind.CONFLICT, "another writer of the same service has begun since", e);
        } else if (e instanceof AuthorizationException) {
            return new DnsProviderException(Kind.DENIED, "Kafka says: " + e.getMessage(), e);
        }
        return new DnsProviderException(Kind.UNCERTAIN, "no answer from Kafka: " + e.getMessage(), e);
    }
}
