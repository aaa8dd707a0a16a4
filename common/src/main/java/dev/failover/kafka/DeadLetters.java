package dev.failover.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where records go that cannot be used, with their place and the reason in headers, so that the partition goes on
 * (scenario 39). The key and at most {@link #MAX_BYTES} of the value are kept as they were.
 */
public final class DeadLetters {

    static final int MAX_BYTES = 64 * 1024;

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final Producer<String, byte[]> producer;
    private final String reader;
    private final Counter counter;

    /**
     * Dead letters of one reader.
     *
     * @param reader the service that could not use them
     */
    public DeadLetters(Producer<String, byte[]> producer, String reader, MeterRegistry metrics) {
        this.producer = producer;
        this.reader = reader;
        this.counter = Counter.builder("failover.dead.letters")
                .description("Records that could not be used")
                .tag("reader", reader)
                .register(metrics);
    }

    /** Puts a record aside; a letter that cannot be written is logged, and the partition goes on all the same. */
    public void bury(ConsumerRecord<String, byte[]> record, @Nullable String reason) {
        counter.increment();
        String why = Objects.requireNonNullElse(reason, "no reason given");
        log.warn("{}-{}@{} goes to dead letters: {}", record.topic(), record.partition(), record.offset(), why);
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), record.key(), shortened(record.value()));
        header(letter, "failover_reader", reader);
        header(letter, "failover_reason", why);
        header(letter, "failover_topic", record.topic());
        header(letter, "failover_partition", Integer.toString(record.partition()));
        header(letter, "failover_offset", Long.toString(record.offset()));
        Future<?> unused = producer.send(letter, (metadata, failure) -> {
            if (failure != null) {
                log.warn("a dead letter was not written: {}", failure.getMessage());
            }
        });
    }

    private static byte @Nullable [] shortened(byte @Nullable [] value) {
        return value == null || value.length <= MAX_BYTES ? value : Arrays.copyOf(value, MAX_BYTES);
    }

    private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
