package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;

/** SNS as AWS SDK v2 and an HTTP subscriber see it. */
class SnsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger failuresToGive = new AtomicInteger();
    private AwsLocal local;
    private AwsClients aws;
    private HttpServer subscriber;
    private String topic;

    private record Received(Map<String, List<String>> headers, String body) {

        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    @BeforeEach
    void start() throws IOException {
        local = AwsLocal.start(Settings.onFreePorts());
        aws = new AwsClients(local.endpoint());
        topic = aws.sns.createTopic(r -> r.name("notices")).topicArn();
        subscriber = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        subscriber.createContext("/", this::receive);
        subscriber.start();
    }

    @AfterEach
    void stop() {
        subscriber.stop(0);
        aws.close();
        local.close();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean fail = failuresToGive.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (!fail) {
            received.add(new Received(exchange.getRequestHeaders(), body));
        }
        exchange.sendResponseHeaders(fail ? 503 : 200, -1);
        exchange.close();
    }

    @Test
    void deliversToAnHttpSubscriberThatConfirmed() throws Exception {
        String subscription = subscribe(Map.of("FilterPolicy", "{\"severity\":[\"critical\"]}"));
        confirm();

        publish("not for you", "info");
        publish("the name moved", "critical");

        Received notice = awaitMessage(1);
        assertThat(notice.header("X-amz-sns-message-type")).isEqualTo("Notification");
        assertThat(notice.header("X-amz-sns-subscription-arn")).isEqualTo(subscription);
        assertThat(notice.json().path("Message").asText()).isEqualTo("the name moved");
        assertThat(notice.json().path("Subject").asText()).isEqualTo("es");
        assertThat(notice.json().at("/MessageAttributes/severity/Value").asText())
                .isEqualTo("critical");
    }

    @Test
    void deliversRawMessagesAndTriesAgain() throws Exception {
        subscribe(Map.of("RawMessageDelivery", "true"));
        confirm();
        failuresToGive.set(2);

        publish("first", "info");
        publish("second", "info");

        assertThat(awaitMessage(1).body()).isEqualTo("first");
        assertThat(awaitMessage(2).body()).isEqualTo("second");
        assertThat(received.get(1).header("X-amz-sns-rawdelivery")).isEqualTo("true");
    }

    @Test
    void deliversNothingBeforeTheConfirmation() {
        subscribe(Map.of());

        publish("nobody asked", "info");

        assertThat(awaitMessage(0).json().path("Type").asText()).isEqualTo("SubscriptionConfirmation");
        assertThat(aws.sns.getTopicAttributes(r -> r.topicArn(topic)).attributes())
                .containsEntry("SubscriptionsPending", "1")
                .containsEntry("SubscriptionsConfirmed", "0");
        assertThat(received).hasSize(1);
    }

    @Test
    @DisplayName("scenario 61: a topic that is gone is NotFound")
    void refusesWhatAwsRefuses() {
        assertThatThrownBy(() ->
                        aws.sns.publish(r -> r.topicArn(topic).message("m").subject("a\nb")))
                .isInstanceOf(InvalidParameterException.class);
        aws.sns.deleteTopic(r -> r.topicArn(topic));
        assertThatThrownBy(() -> aws.sns.publish(r -> r.topicArn(topic).message("m")))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    @Test
    @DisplayName("scenario 61: throttled is retried by the SDK, denied is not")
    void injectsFaults() throws Exception {
        aws.control(
                "POST",
                "faults",
                "[{\"operation\":\"Publish\",\"kind\":\"throttle\"},{\"operation\":\"Publish\",\"kind\":\"error-500\"}]");
        publish("after two faults", "info");
        assertThat(aws.control("GET", "calls", "").body()).contains("\"Publish\":3");

        aws.control("POST", "faults", "{\"operation\":\"Publish\",\"kind\":\"access-denied\"}");
        assertThatThrownBy(() -> publish("never", "info")).isInstanceOf(AuthorizationErrorException.class);
        assertThat(aws.control("GET", "messages?topic=notices", "").body())
                .contains("after two faults")
                .doesNotContain("never");
    }

    @Test
    void publishesABatchEntryByEntry() {
        PublishBatchResponse answer = aws.sns.publishBatch(r ->
                r.topicArn(topic).publishBatchRequestEntries(entry("good", "subject"), entry("bad", "two\nlines")));

        assertThat(answer.successful())
                .singleElement()
                .satisfies(good -> assertThat(good.id()).isEqualTo("good"));
        assertThat(answer.failed()).singleElement().satisfies(bad -> {
            assertThat(bad.code()).isEqualTo("InvalidParameter");
            assertThat(bad.senderFault()).isTrue();
        });
        PublishBatchRequestEntry[] eleven = new PublishBatchRequestEntry[11];
        for (int i = 0; i < eleven.length; i++) {
            eleven[i] = entry("id" + i, "s");
        }
        assertThatThrownBy(() -> aws.sns.publishBatch(r -> r.topicArn(topic).publishBatchRequestEntries(eleven)))
                .isInstanceOf(TooManyEntriesInBatchRequestException.class);
    }

    private static PublishBatchRequestEntry entry(String id, String subject) {
        return PublishBatchRequestEntry.builder()
                .id(id)
                .message("m")
                .subject(subject)
                .build();
    }

    private String subscribe(Map<String, String> attributes) {
        return aws.sns
                .subscribe(r -> r.topicArn(topic)
                        .protocol("http")
                        .endpoint("http://127.0.0.1:" + subscriber.getAddress().getPort() + "/notices")
                        .attributes(attributes)
                        .returnSubscriptionArn(true))
                .subscriptionArn();
    }

    /** Visits the SubscribeURL, as a subscriber does. */
    private void confirm() throws Exception {
        URI url = URI.create(awaitMessage(0).json().path("SubscribeURL").asText());
        assertThat(aws.send("GET", url.getRawPath() + "?" + url.getRawQuery(), "text/plain", "")
                        .body())
                .contains("<ConfirmSubscriptionResult><SubscriptionArn>");
    }

    private void publish(String message, String severity) {
        MessageAttributeValue value = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(severity)
                .build();
        aws.sns.publish(
                r -> r.topicArn(topic).message(message).subject("es").messageAttributes(Map.of("severity", value)));
    }

    private Received awaitMessage(int index) {
        await().atMost(PATIENCE).until(() -> received.size() > index);
        return received.get(index);
    }
}
