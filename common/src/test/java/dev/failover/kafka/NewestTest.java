package dev.failover.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Command;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewestTest {

    private static final Command FIRST = command("a", "c-1");
    private static final Command SECOND = command("a", "c-2");
    private static final Command OTHER = command("b", "c-3");

    private final List<String> passedOver = new ArrayList<>();
    private final Newest<Command> newest =
            new Newest<>(Command.class, (place, why) -> passedOver.add(place + " " + why));

    @Test
    void theLastEventOfEachServiceHolds() {
        newest.take(record(0, OTHER));
        newest.take(record(1, FIRST));
        newest.take(record(2, SECOND));

        assertThat(newest.events().values()).containsExactly(SECOND, OTHER);
        assertThat(passedOver).isEmpty();
    }

    @Test
    void aTombstoneTakesAServiceAway() {
        newest.take(record(0, FIRST));
        newest.take(record(1, OTHER));
        newest.take(record(2, "a", null, new RecordHeaders()));

        assertThat(newest.events().values()).containsExactly(OTHER);
    }

    @Test
    void whatCannotBeReadLeavesWhatWasKnown() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", "of.tomorrow.v9".getBytes(StandardCharsets.UTF_8));
        newest.take(record(0, FIRST));
        newest.take(record(1, "a", new byte[] {'{', '}'}, headers));

        assertThat(newest.events().values()).containsExactly(FIRST);
        assertThat(passedOver).singleElement().asString().startsWith("t-0@1 ");
    }

    private static Command command(String service, String id) {
        return new Command(service, id, Command.Kind.RESUME, null, false, null, "ana", "done", Instant.EPOCH);
    }

    private static ConsumerRecord<String, byte[]> record(long offset, Event event) {
        RecordHeaders headers = new RecordHeaders();
        EventCodec.headers(event, "test", Instant.EPOCH).forEach(headers::add);
        return record(offset, event.service(), EventCodec.body(event), headers);
    }

    @SuppressWarnings("NullAway") // Kafka's records do come without a value
    private static ConsumerRecord<String, byte[]> record(
            long offset, String service, byte @Nullable [] body, RecordHeaders headers) {
        return new ConsumerRecord<>(
                "t", 0, offset, 0, TimestampType.CREATE_TIME, 0, 0, service, body, headers, Optional.empty());
    }
}
