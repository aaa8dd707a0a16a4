package dev.failover.notify.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failover.notify.Events;
import dev.failover.notify.Notice;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnsMessageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void tellsPeopleInWordsAndMachinesTheEvent() throws Exception {
        JsonNode body = body(Events.notice("search: FAILOVER", "It is \"DOWN\".\n", "{\"epoch\":4}"));

        String words = "CRITICAL search: FAILOVER\n\nIt is \"DOWN\".\n\nAt 2026-11-23T12:00:00Z, notice search-4.\n";
        assertThat(body.path("default").asText()).isEqualTo(words);
        assertThat(body.path("email").asText()).isEqualTo(words);
        for (String machine : new String[] {"http", "https", "sqs", "lambda", "firehose", "email-json"}) {
            assertThat(body.path(machine).asText()).as(machine).isEqualTo("{\"epoch\":4}");
        }
    }

    @Test
    void anSmsSaysWhatHowBadAndWhenInOnePart() throws Exception {
        assertThat(body(Events.notice("search: FAILOVER", "text", "{}"))
                        .path("sms")
                        .asText())
                .isEqualTo("CRITICAL search: FAILOVER at 2026-11-23T12:00:00Z");
        assertThat(body(Events.notice("x".repeat(150), "text", "{}"))
                        .path("sms")
                        .asText()
                        .getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(140);
    }

    @Test
    void hasAttributesForFilterPolicies() {
        assertThat(SnsMessage.of(Events.notice("s", "t", "{}")).attributes())
                .containsEntry("id", "search-4")
                .containsEntry("service", "search")
                .containsEntry("kind", "DECISION")
                .containsEntry("severity", "CRITICAL")
                .containsEntry("epoch", "4")
                .containsEntry("late", "false")
                .hasSize(6);
    }

    @Test
    @DisplayName("scenario 64: the largest message that SNS takes is sent whole, one byte more by reference")
    void staysWithinTheLimitToTheByte() {
        int room = SnsMessage.MAX_BYTES - size(SnsMessage.of(Events.notice("s", "", "{}")));
        // A text stands in the message twice: for mail and by default.
        String text = "x".repeat(room / 2);

        SnsMessage whole = SnsMessage.of(Events.notice("s", text, "{}"));
        SnsMessage over = SnsMessage.of(Events.notice("s", text + "x", "{}"));

        assertThat(size(whole)).isBetween(SnsMessage.MAX_BYTES - 1, SnsMessage.MAX_BYTES);
        assertThat(whole.body()).contains(text);
        assertThat(size(over)).isLessThan(10_000);
        assertThat(over.body()).contains("too large for a notice");
    }

    @ParameterizedTest
    @DisplayName("scenario 64: size is counted in bytes, and after escaping")
    @ValueSource(strings = {"\u00e9", "\"", "\uD83D\uDD25", "\u0001"})
    void countsBytesAsTheyAreSent(String dear) {
        // Few enough characters, too many bytes.
        SnsMessage message = SnsMessage.of(Events.notice("s", dear.repeat(100_000), "{}"));

        assertThat(size(message)).isLessThan(SnsMessage.MAX_BYTES);
        assertThat(message.body()).contains("too large for a notice");
    }

    @Test
    @DisplayName("scenario 64: an event that is too large is referred to, and stays JSON for machines")
    void refersToWhatIsTooLarge() throws Exception {
        JsonNode body =
                body(Events.notice("s", "begin " + "y".repeat(5_000), "{\"a\":\"" + "x".repeat(60_000) + "\"}"));

        assertThat(body.path("email").asText())
                .contains("begin yyy")
                .contains("in Kafka, under the key search, of 2026-11-23T12:00:00Z");
        assertThat(JSON.readTree(body.path("sqs").asText())).isEqualTo(JSON.readTree("""
                        {"tooLarge":true,"id":"search-4","service":"search","kind":"DECISION","epoch":4,\
                        "at":"2026-11-23T12:00:00Z"}"""));
    }

    private static JsonNode body(Notice notice) throws Exception {
        return JSON.readTree(SnsMessage.of(notice).body());
    }

    /** As SNS counts: the message, and name, type and value of each attribute. */
    private static int size(SnsMessage message) {
        int size = message.body().getBytes(StandardCharsets.UTF_8).length;
        for (var attribute : message.attributes().entrySet()) {
            String type = attribute.getKey().equals("epoch") ? "Number" : "String";
            size += attribute.getKey().length() + attribute.getValue().length() + type.length();
        }
        return size;
    }
}
