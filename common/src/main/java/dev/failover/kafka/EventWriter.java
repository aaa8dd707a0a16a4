package dev.failover.kafka;

import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes events to their topics, keyed by service, through a producer that somebody else owns. */
public final class EventWriter {

    private final Producer<String, byte[]> producer;
    private final String source;
    private final Clock clock;

    /**
     * A writer.
     *
     * @param source who writes, for CloudEvents' {@code source}
     */
    public EventWriter(Producer<String, byte[]> producer, String source, Clock clock) {
        this.producer = producer;
        this.source = source;
        this.clock = clock;
    }

    /** The record of an event. */
    public ProducerRecord<String, byte[]> record(Event event) {
        return new ProducerRecord<>(
                Topic.of(event).topicName(),
                null,
                null,
                event.service(),
                EventCodec.body(event),
                EventCodec.headers(event, source, clock.instant()));
    }

    /** Sends and does not wait. May block while Kafka is away: never on an event loop. */
    public Future<RecordMetadata> send(Event event) {
        return producer.send(record(event));
    }

    /**
     * Sends and waits for the acknowledgement.
     *
     * @throws IllegalStateException when Kafka did not take it
     */
    public void write(Event event) {
        writeAll(List.of(event));
    }

    /**
     * Sends all, in their order, and waits for the acknowledgements.
     *
     * @throws IllegalStateException when Kafka did not take one
     */
    public void writeAll(List<? extends Event> events) {
        List<Future<RecordMetadata>> sent = events.stream().map(this::send).toList();
        for (int i = 0; i < sent.size(); i++) {
            await(sent.get(i), events.get(i));
        }
    }

    private static void await(Future<RecordMetadata> sent, Event event) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka did not take " + event.eventId() + ": "
                            + Unwrapped.cause(e).getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing " + event.eventId(), e);
        }
    }

    /** The tombstone of a service on a compacted topic. */
    public ProducerRecord<String, byte[]> tombstone(Topic topic, String service) {
        return new ProducerRecord<>(topic.topicName(), service, null);
    }
}
