package dev.failover.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Events to and from Kafka records: CloudEvents 1.0 in Kafka binary mode, attributes as {@code ce_*} headers and the
 * event as a JSON body. Unknown fields are ignored, so that a newer writer does not stop an older reader.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     Protocol Binding for CloudEvents</a>
 */
public final class EventCodec {

    /** A body above this is not read: it is no event of ours. */
    public static final int MAX_BODY_BYTES = 1024 * 1024;

    static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private EventCodec() {}

    /** A record that cannot be read; the message says why and repeats none of the body. */
    public static final class UndecodableException extends Exception {
        private static final long serialVersionUID = 1L;

        UndecodableException(String reason) {
            super(reason);
        }
    }

    /** The JSON body. */
    public static byte[] body(Event event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new AssertionError("cannot write " + event, e);
        }
    }

    /** The same as {@link #body} for people. */
    public static String json(Event event) {
        return new String(body(event), StandardCharsets.UTF_8);
    }

    /**
     * The CloudEvents attributes.
     *
     * @param source who wrote it, for example {@code probe-service/eu-west-1a}
     */
    public static List<Header> headers(Event event, String source, Instant at) {
        return List.of(
                header("ce_specversion", "1.0"),
                header("ce_type", EventType.of(event).wireName()),
                header("ce_source", source),
                header("ce_id", event.eventId()),
                header("ce_time", at.toString()),
                header("ce_subject", event.service()),
                header("content-type", "application/json"));
    }

    /**
     * Reads a record. A record without a value is a tombstone, and no event.
     *
     * @throws UndecodableException when it has no key, is of no known type, or its body is not that type
     */
    public static Optional<Event> decode(ConsumerRecord<String, byte[]> record) throws UndecodableException {
        if (record.key() == null) {
            throw new UndecodableException("the record has no key");
        }
        if (record.value() == null) {
            return Optional.empty();
        }
        if (record.value().length > MAX_BODY_BYTES) {
            throw new UndecodableException(
                    "the body has " + record.value().length + " bytes, more than " + MAX_BODY_BYTES);
        }
        Event event = read(typeOf(record.headers()), record.value());
        if (!event.service().equals(record.key())) {
            throw new UndecodableException("the key is not the event's service");
        }
        return Optional.of(event);
    }

    /**
     * Reads an event from somewhere else than Kafka, such as a recording.
     *
     * @param wireName the type, as in {@code ce_type}
     * @throws UndecodableException when the type is not known, or the body is not that type
     */
    public static Event decode(String wireName, byte[] body) throws UndecodableException {
        return read(named(wireName), body);
    }

    private static EventType typeOf(Headers headers) throws UndecodableException {
        String wireName = text(headers.lastHeader("ce_type"));
        if (wireName == null) {
            throw new UndecodableException("the record has no ce_type header");
        }
        return named(wireName);
    }

    private static EventType named(String wireName) throws UndecodableException {
        return EventType.named(wireName)
                .orElseThrow(() -> new UndecodableException("the type " + printable(wireName) + " is not known"));
    }

    static Event read(EventType type, byte[] body) throws UndecodableException {
        try {
            Event event = JSON.readValue(body, type.record());
            if (event == null) {
                throw new UndecodableException("the body is null");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new UndecodableException("the body is no " + type.wireName() + ": " + withoutSource(e));
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    private static String withoutSource(JsonProcessingException e) {
        Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
        String message = cause == e ? e.getOriginalMessage() : cause.getMessage();
        return printable(message == null ? e.getClass().getSimpleName() : message);
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > 300 ? clean.substring(0, 300) + "…" : clean;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
