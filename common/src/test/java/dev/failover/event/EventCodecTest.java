package dev.failover.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventCodecTest {

    @ParameterizedTest
    @EnumSource
    void goldenFilesOfEveryVersionStillDecode(EventType type) throws Exception {
        assertThat(EventCodec.read(type, golden(type))).isEqualTo(Samples.all().get(type));
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVICE", "OBSERVATION", "STATE", "DECISION", "CHANGE", "COMMAND"})
    @DisplayName("scenario 43: what an older writer did not know has its default")
    void whatAnEarlierWriterWroteStillDecodes(EventType type) throws Exception {
        Event read = EventCodec.read(type, file("/golden/earlier/" + type.wireName() + ".json"));

        assertThat(read.service()).isEqualTo("search");
        if (read instanceof ServiceSpec spec) {
            assertThat(spec.policy())
                    .usingRecursiveComparison()
                    .ignoringFields("thresholds")
                    .isEqualTo(Policy.DEFAULT);
            assertThat(spec.policy().thresholds()).isEqualTo(new Policy.Thresholds(3, 2, 3, 6, 10));
            assertThat(spec.endpoints()).allMatch(Endpoint::automatic);
            assertThat(spec.record().provider()).isEqualTo(DnsRecord.Provider.ROUTE_53);
            assertThat(spec.record().routing()).isEqualTo(DnsRecord.Routing.SIMPLE);
        }
        if (read instanceof Decision decision) {
            assertThat(decision.record().provider()).isEqualTo(DnsRecord.Provider.ROUTE_53);
            assertThat(decision.record().routing()).isEqualTo(DnsRecord.Routing.SIMPLE);
            assertThat(decision.targets().values()).allMatch(target -> target.setIdentifier() == null);
            assertThat(decision.share()).isNull();
            assertThat(decision.movesAPart()).isFalse();
        }
        if (read instanceof ServiceState state) {
            assertThat(state.shift()).isNull();
        }
        if (read instanceof DnsChange change) {
            assertThat(change.part()).isNull();
        }
        if (read instanceof Command command) {
            assertThat(command.atOnce()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsWhatTheGoldenFileHolds(EventType type) throws Exception {
        JsonNode written = EventCodec.JSON.readTree(
                EventCodec.body(Objects.requireNonNull(Samples.all().get(type))));

        assertThat(written).isEqualTo(EventCodec.JSON.readTree(golden(type)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("scenario 43: a newer writer's unknown fields are ignored")
    void ignoresUnknownFields(EventType type) throws Exception {
        ObjectNode newer = (ObjectNode) EventCodec.JSON.readTree(golden(type));
        newer.put("addedLater", 1);

        assertThat(EventCodec.read(type, EventCodec.JSON.writeValueAsBytes(newer)))
                .isEqualTo(Samples.all().get(type));
    }

    @Test
    void carriesCloudEventsAttributesInHeaders() throws Exception {
        ConsumerRecord<String, byte[]> record = record("search", Samples.observation());

        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "ce_type")).isEqualTo("health.observation.v1");
        assertThat(header(record, "ce_source")).isEqualTo("probe-service/eu-west-1a");
        assertThat(header(record, "ce_id")).isEqualTo("eu-west-1a/5f0c/17");
        assertThat(header(record, "content-type")).isEqualTo("application/json");
        assertThat(EventCodec.decode(record)).contains(Samples.observation());
    }

    @Test
    void readsARecordWithoutValueAsTombstone() throws Exception {
        assertThat(EventCodec.decode(new ConsumerRecord<>("failover.services", 0, 0, "search", null)))
                .isEqualTo(Optional.empty());
    }

    @Test
    @DisplayName("scenario 39: no key, another service's key, an unknown type, bad JSON and a huge body are refused")
    void refusesPoison() {
        byte[] body = EventCodec.body(Samples.observation());
        assertRefused(recordOf(null, "health.observation.v1", body), "no key");
        assertRefused(recordOf("other", "health.observation.v1", body), "not the event's service");
        assertRefused(recordOf("search", "health.observation.v9", body), "health.observation.v9 is not known");
        assertRefused(recordOf("search", null, body), "no ce_type");
        assertRefused(recordOf("search", "health.observation.v1", "{".getBytes(StandardCharsets.UTF_8)), "is no");
        assertRefused(recordOf("search", "health.observation.v1", "null".getBytes(StandardCharsets.UTF_8)), "null");
        assertRefused(recordOf("search", "health.observation.v1", "[1]".getBytes(StandardCharsets.UTF_8)), "is no");
        assertRefused(recordOf("search", "health.observation.v1", new byte[EventCodec.MAX_BODY_BYTES + 1]), "bytes");
    }

    @Test
    void namesTheRuleThatABodyBreaks() {
        byte[] body = "{\"service\":\"search\",\"endpoint\":\"NOT A NAME\"}".getBytes(StandardCharsets.UTF_8);

        assertRefused(recordOf("search", "health.observation.v1", body), "endpoint must be 1 to 63 of a-z");
    }

    @Test
    void damagedBodiesAreRefusedAndNeverThrowAnythingElse() {
        Random random = new Random(20261123);
        List<EventType> types = List.of(EventType.values());
        for (int round = 0; round < 5_000; round++) {
            EventType type = types.get(random.nextInt(types.size()));
            byte[] body = EventCodec.body(Objects.requireNonNull(Samples.all().get(type)));
            for (int damage = 0; damage <= random.nextInt(4); damage++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(128);
            }
            byte[] cut = Arrays.copyOf(body, 1 + random.nextInt(body.length));
            decodeOrRefuse(recordOf("search", type.wireName(), random.nextBoolean() ? body : cut));
        }
    }

    private static void decodeOrRefuse(ConsumerRecord<String, byte[]> record) {
        try {
            assertThat(EventCodec.decode(record)).isPresent();
        } catch (EventCodec.UndecodableException e) {
            assertThat(e).hasMessageMatching("\\P{Cntrl}+");
        }
    }

    private static void assertRefused(ConsumerRecord<String, byte[]> record, String why) {
        assertThatThrownBy(() -> EventCodec.decode(record))
                .isInstanceOf(EventCodec.UndecodableException.class)
                .hasMessageContaining(why);
    }

    private static ConsumerRecord<String, byte[]> record(String key, Event event) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : EventCodec.headers(event, "probe-service/eu-west-1a", Instant.EPOCH)) {
            headers.add(header);
        }
        return new ConsumerRecord<>(
                "t", 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, key, EventCodec.body(event), headers, Optional.empty());
    }

    @SuppressWarnings("NullAway") // Kafka's records do come without a key
    private static ConsumerRecord<String, byte[]> recordOf(@Nullable String key, @Nullable String type, byte[] body) {
        RecordHeaders headers = new RecordHeaders();
        if (type != null) {
            headers.add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        }
        return new ConsumerRecord<>(
                "t", 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, key, body, headers, Optional.empty());
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] golden(EventType type) throws IOException {
        return file("/golden/" + type.wireName() + ".json");
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream file = EventCodecTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(file, () -> "no golden file " + name).readAllBytes();
        }
    }
}
