package dev.failover.notify.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.failover.notify.ChannelException;
import dev.failover.notify.Events;
import dev.failover.notify.Notice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channel over the wire, with the AWS SDK as it is. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SnsChannelIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalSns sns = new LocalSns();
    private final String topic = sns.topic("notices");
    private final SnsChannel channel = new SnsChannel(topic, sns.settings());
    private final Notice notice = notice(Notice.Severity.CRITICAL);

    @AfterEach
    void stop() {
        channel.close();
        sns.close();
    }

    @Test
    void aSubscriberGetsWhatItsFilterPolicyAsksFor() throws Exception {
        List<JsonNode> received = new CopyOnWriteArrayList<>();
        HttpServer pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pager.createContext("/", exchange -> receive(exchange, received));
        pager.start();
        try {
            String endpoint = "http://127.0.0.1:" + pager.getAddress().getPort() + "/";
            sns.subscribe(topic, endpoint, "{\"severity\":[\"CRITICAL\"],\"late\":[\"false\"]}");
            await().atMost(LIMIT).until(() -> received.size() == 1);
            confirm(received.get(0).path("SubscribeURL").asText());

            channel.tell(notice(Notice.Severity.INFO));
            channel.tell(notice);

            await().atMost(LIMIT).until(() -> received.size() == 2);
            JsonNode told = received.get(1);
            assertThat(told.path("Subject").asText()).isEqualTo("search: FAILOVER primary to secondary");
            assertThat(told.path("Message").asText()).isEqualTo("{\"epoch\":4}");
            assertThat(told.at("/MessageAttributes/severity/Value").asText()).isEqualTo("CRITICAL");
            assertThat(told.at("/MessageAttributes/epoch/Type").asText()).isEqualTo("Number");
        } finally {
            pager.stop(0);
        }
    }

    private static void receive(HttpExchange exchange, List<JsonNode> received) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
        received.add(body);
    }

    private static void confirm(String subscribeUrl) throws Exception {
        HttpRequest visit = HttpRequest.newBuilder(URI.create(subscribeUrl)).build();
        assertThat(HttpClient.newHttpClient()
                        .send(visit, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("scenario 62: a FIFO topic drops what was told before")
    void aFifoTopicTakesANoticeOnce() {
        String fifo = sns.topic("notices.fifo");
        try (SnsChannel ordered = new SnsChannel(fifo, sns.settings())) {
            ordered.tell(notice);
            ordered.tell(Events.notice("the same in other words", "again", "{}"));

            assertThat(sns.publishCalls()).isEqualTo(2);
            assertThat(sns.messages(fifo)).singleElement().satisfies(message -> {
                assertThat(message.path("groupId").asText()).isEqualTo("search");
                assertThat(message.path("deduplicationId").asText()).hasSizeBetween(1, 128);
            });
        }
    }

    @Test
    @DisplayName("scenario 61: a topic that is gone is lasting")
    void aTopicThatIsGoneIsLasting() {
        sns.delete(topic);

        ChannelException failure = failure();

        assertThat(failure.lasting()).isTrue();
        assertThat(failure).hasMessage("SNS says 404 NotFound: Topic does not exist");
    }

    @ParameterizedTest
    @DisplayName("scenario 61: only what a person has to mend is lasting; the channel itself tries once")
    @CsvSource({"access-denied, true", "throttle, false", "error-500, false", "reset, false"})
    void knowsWhatLasts(String fault, boolean lasting) {
        sns.failPublish(fault, 1, Duration.ZERO);

        assertThat(failure().lasting()).isEqualTo(lasting);
        assertThat(sns.messages(topic)).isEmpty();

        channel.tell(notice);
        assertThat(sns.messages(topic)).hasSize(1);
    }

    @Test
    void doesNotWaitForAnSnsThatDoesNotAnswer() {
        sns.failPublish("delay", 1, Duration.ofSeconds(50));

        assertThat(failure().lasting()).isFalse();
    }

    @Test
    @DisplayName("scenario 64: SNS takes the subject and the size of whatever there is to tell")
    void tellsWhatIsTooLargeByReference() {
        channel.tell(Events.notice("\uD83D\uDD25\n" + "x".repeat(150), "\u00e9".repeat(200_000), "{}"));

        assertThat(sns.messages(topic)).singleElement().satisfies(message -> {
            assertThat(message.path("subject").asText()).isEqualTo("x".repeat(96) + "...");
            assertThat(message.at("/messageByProtocol/sqs").asText()).contains("\"tooLarge\":true");
        });
    }

    private ChannelException failure() {
        return catchThrowableOfType(ChannelException.class, () -> channel.tell(notice));
    }

    private static Notice notice(Notice.Severity severity) {
        return new Notice(
                "search-4",
                "search",
                "DECISION",
                severity,
                4,
                Events.NOON,
                false,
                "search: FAILOVER primary to secondary",
                "it is DOWN",
                "{\"epoch\":4}");
    }
}
