package dev.failover.kafka;

import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The newest event of each service, as a compacted topic tells it to one thread, for any thread to read. A tombstone takes a
 * service away. An event that cannot be read is passed over: what was known before holds, for every reader alike.
 */
public final class Newest<E extends Event> {

    private final Class<E> type;
    private final BiConsumer<String, String> passedOver;
    private final SortedMap<String, E> events = new ConcurrentSkipListMap<>();

    /**
     * Nothing yet.
     *
     * @param passedOver told where something stands that cannot be read, and why
     */
    public Newest(Class<E> type, BiConsumer<String, String> passedOver) {
        this.type = type;
        this.passedOver = passedOver;
    }

    /** The next record of the topic. */
    public void take(ConsumerRecord<String, byte[]> record) {
        try {
            EventCodec.decode(record)
                    .ifPresentOrElse(
                            event -> events.put(record.key(), type.cast(event)), () -> events.remove(record.key()));
        } catch (EventCodec.UndecodableException | ClassCastException e) {
            passedOver.accept(
                    record.topic() + "-" + record.partition() + "@" + record.offset(), String.valueOf(e.getMessage()));
        }
    }

    /** What is known now, by the services' names in order. */
    public Map<String, E> events() {
        return Collections.unmodifiableMap(events);
    }
}
