package dev.failover.awslocal.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.QueryForm;
import dev.failover.awslocal.wire.Xml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {

    private final SnsWorld world = new SnsWorld();
    private final Topic topic = world.topic("notices");

    @ParameterizedTest
    @DisplayName("scenario 64: a subject that SNS does not take is refused")
    @ValueSource(strings = {"", "two\nlines", "tab\tbed", "bell\u0007"})
    void refusesSubjects(String subject) {
        assertRefused("InvalidParameter", "Message", "m", "Subject", subject);
    }

    @Test
    @DisplayName("scenario 64: 99 characters are a subject, 100 are not; 262,144 bytes are a message, one more is not")
    void refusesWhatIsTooLong() {
        world.publish(topic, "Message", "m", "Subject", "s".repeat(99));
        assertRefused("InvalidParameter", "Message", "m", "Subject", "s".repeat(100));
        world.publish(topic, "Message", "m".repeat(MessageRules.MAX_BYTES));
        assertRefused("InvalidParameter", "Message", "m".repeat(MessageRules.MAX_BYTES - 1) + "\u00e4");
        assertRefused(
                "InvalidParameter",
                "Message",
                "m".repeat(MessageRules.MAX_BYTES),
                "MessageAttributes.entry.1.Name",
                "a",
                "MessageAttributes.entry.1.Value.DataType",
                "String",
                "MessageAttributes.entry.1.Value.StringValue",
                "v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "[]",
                "{}",
                "{\"http\":\"x\"}",
                "{\"default\":1}",
                "{\"default\":\"a\",\"default\":\"b\"}"
            })
    void refusesMessageStructuresWithoutOneDefault(String message) {
        assertRefused("InvalidParameter", "Message", message, "MessageStructure", "json");
    }

    @Test
    void givesEveryProtocolItsText() {
        world.subscriptions.subscribe(topic, new Subscription.Target("sqs", "q"), Map.of());
        world.subscriptions.subscribe(topic, new Subscription.Target("lambda", "f"), Map.of());

        world.publish(
                topic, "Message", "{\"default\":\"d\",\"sqs\":\"for queues\",\"n\":1}", "MessageStructure", "json");

        assertThat(world.delivered).containsExactlyInAnyOrder("q for queues", "f d");
    }

    @Test
    void refusesAttributesThatAreNone() {
        assertAttributeRefused("a", "String", "");
        assertAttributeRefused("a", "Text", "x");
        assertAttributeRefused("a", "Number", "many");
        assertAttributeRefused("AWS.a", "String", "x");
        assertAttributeRefused(".a", "String", "x");
    }

    @Test
    void deliversOnlyToConfirmedSubscribersWhoWantIt() {
        world.subscriptions.subscribe(topic, new Subscription.Target("http", "http://a"), Map.of());
        world.subscriptions.subscribe(
                topic, new Subscription.Target("sqs", "q"), Map.of("FilterPolicy", "{\"severity\":[\"critical\"]}"));

        world.publish(topic, "Message", "m");

        assertThat(world.delivered).isEmpty();
        assertThat(world.messages.of("notices")).hasSize(1);
        assertThat(world.messages.of("other")).isEmpty();
    }

    @Test
    void keepsTheNewestMessagesOnly() {
        for (int i = 0; i <= Messages.MAX_KEPT; i++) {
            world.publish(topic, "Message", "m" + i);
        }

        List<Message> kept = world.messages.of(topic.arn());
        assertThat(kept).hasSize(Messages.MAX_KEPT);
        assertThat(kept.get(0).body()).isEqualTo("m1");
    }

    @Test
    void doesNotPublishADuplicateToAFifoTopicForFiveMinutes() {
        Topic fifo = world.topic("notices.fifo", "FifoTopic", "true");
        String[] message = {"Message", "m", "MessageGroupId", "g", "MessageDeduplicationId", "d"};

        String first = world.publish(fifo, message);
        world.clock.advance(Duration.ofMinutes(5));
        assertThat(world.publish(fifo, message)).isEqualTo(first);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.publish(fifo, message)).isNotEqualTo(first);
        assertThat(world.messages.of("")).hasSize(2);
    }

    @Test
    void wantsGroupAndDeduplicationOnFifoTopicsOnly() {
        Topic fifo = world.topic("strict.fifo", "FifoTopic", "true");
        Topic byContent = world.topic("easy.fifo", "FifoTopic", "true", "ContentBasedDeduplication", "true");

        assertThatThrownBy(() -> world.publish(fifo, "Message", "m")).hasMessageContaining("MessageGroupId");
        assertThatThrownBy(() -> world.publish(fifo, "Message", "m", "MessageGroupId", "g"))
                .hasMessageContaining("ContentBasedDeduplication");
        assertThat(world.publish(byContent, "Message", "m", "MessageGroupId", "g"))
                .isEqualTo(world.publish(byContent, "Message", "m", "MessageGroupId", "g"));
        assertRefused("InvalidParameter", "Message", "m", "MessageDeduplicationId", "d");
    }

    @Test
    void reportsEachEntryOfABatchInItsPlace() {
        Map<String, String> form = SnsWorld.pairs(
                "TopicArn",
                topic.arn(),
                "PublishBatchRequestEntries.member.1.Id",
                "good",
                "PublishBatchRequestEntries.member.1.Message",
                "m",
                "PublishBatchRequestEntries.member.2.Id",
                "bad",
                "PublishBatchRequestEntries.member.2.Message",
                "");

        Xml answer = Xml.of("R", world.publish.publishBatch(QueryForm.of(form)));

        assertThat(answer.list("Successful", "member")).hasSize(1);
        assertThat(answer.list("Failed", "member").get(0).value("Id")).contains("bad");
        assertThat(answer.list("Failed", "member").get(0).value("Code")).contains("InvalidParameter");
    }

    private void assertAttributeRefused(String name, String type, String value) {
        assertRefused(
                "ParameterValueInvalid",
                "Message",
                "m",
                "MessageAttributes.entry.1.Name",
                name,
                "MessageAttributes.entry.1.Value.DataType",
                type,
                "MessageAttributes.entry.1.Value.StringValue",
                value);
    }

    private void assertRefused(String code, String... parameters) {
        int before = world.messages.of("").size();
        assertThatThrownBy(() -> world.publish(topic, parameters))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(world.messages.of("")).hasSize(before);
    }
}
