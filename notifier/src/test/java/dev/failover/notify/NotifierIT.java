package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Verdict;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicReader;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafka.Topics;
import dev.failover.kafkalocal.LocalKafka;
import dev.failover.notify.sns.LocalSns;
import dev.failover.service.Health;
import dev.failover.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** From the topics to SNS: a real broker, and SNS on the wire. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class NotifierIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Health health = new Health();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private final LocalSns sns = new LocalSns();
    private final String topic = sns.topic("notices");
    private LocalKafka kafka;
    private KafkaClients clients;
    private Producer<String, byte[]> producer;
    private EventWriter writer;

    @BeforeEach
    void start() {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
        producer = clients.producer("test", 10_000);
        writer = new EventWriter(producer, "test", Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
        producer.close();
        sns.close();
        kafka.close();
        assertThat(fatal.get()).isNull();
    }

    @Test
    @DisplayName("scenario 41: transition, decision and outcome are told once each, though the decision came twice")
    void tellsEachEventOnce() throws Exception {
        deploy(topic);
        Instant now = Instant.now();
        writer.write(Events.transition(Verdict.UP, Verdict.DOWN, now));
        writer.write(decision(4));
        writer.write(decision(4));
        writer.write(Events.change(DnsChange.Status.ACCEPTED, 4, "on its way", now));
        writer.write(Events.change(DnsChange.Status.VERIFIED, 4, "4 name servers answer as planned", now));

        await().atMost(LIMIT).until(() -> count("repeated") == 1 && count("told") == 3);

        List<JsonNode> messages = sns.messages(topic);
        assertThat(messages)
                .extracting(message -> message.path("subject").asText())
                .containsExactlyInAnyOrder(
                        "search: primary is DOWN",
                        "search: FAILOVER primary to secondary",
                        "search: DNS change VERIFIED, the name has secondary");
        JsonNode told = messages.stream()
                .filter(message -> value(message, "kind").equals("DECISION"))
                .findFirst()
                .orElseThrow();
        assertThat(value(told, "id")).isEqualTo("search-4");
        assertThat(value(told, "service")).isEqualTo("search");
        assertThat(value(told, "severity")).isEqualTo("CRITICAL");
        assertThat(value(told, "epoch")).isEqualTo("4");
        assertThat(value(told, "late")).isEqualTo("false");
        assertThat(told.at("/messageByProtocol/sqs").asText()).contains("\"epoch\":4", "\"to\":\"secondary\"");
        assertThat(told.at("/messageByProtocol/email").asText())
                .startsWith("CRITICAL search: FAILOVER primary to secondary\n\nprimary is DOWN");
    }

    @Test
    @DisplayName("scenario 39: what does not decode goes to dead letters, and the next is told")
    void goesOnPastPoison() throws Exception {
        deploy(topic);
        byte[] poison = "not json".getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topic.DECISIONS.topicName(), "search", poison))
                .get(10, TimeUnit.SECONDS);

        writer.write(decision(4));

        await().atMost(LIMIT).until(() -> sns.messages(topic).size() == 1);
        await().atMost(LIMIT).until(() -> deadLetters().size() == 1);
        assertThat(new String(
                        deadLetters()
                                .get(0)
                                .headers()
                                .lastHeader("failover_reader")
                                .value(),
                        StandardCharsets.UTF_8))
                .isEqualTo("notifier");
    }

    @Test
    @DisplayName("scenario 61: throttled is tried again until it is told")
    void triesAgainWhenThrottled() throws Exception {
        sns.failPublish("throttle", 3, Duration.ZERO);
        deploy(topic);

        writer.write(decision(4));

        await().atMost(LIMIT).until(() -> sns.messages(topic).size() == 1);
        assertThat(sns.publishCalls()).isEqualTo(4);
        assertThat(count("given_up")).isZero();
    }

    @Test
    @DisplayName("scenario 61: a topic that is gone costs an ERROR and a count, and no more")
    void givesUpWhenTheTopicIsGone() throws Exception {
        List<ILoggingEvent> logged = logOf(NoticeHandler.class);
        sns.delete(topic);
        deploy(topic);

        writer.write(decision(4));

        await().atMost(LIMIT).until(() -> count("given_up") == 1);
        assertThat(logged)
                .filteredOn(line -> line.getLevel() == Level.ERROR)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("notice given up, sns did not take it: SNS says 404 NotFound: Topic does not exist:"
                        + " search: FAILOVER primary to secondary");

        sns.topic("notices");
        writer.write(decision(5));

        await().atMost(LIMIT).until(() -> sns.messages(topic).size() == 1);
        assertThat(health.whatIsMissing()).isEmpty();
    }

    @Test
    @DisplayName("scenario 62: what could not be told before a restart is told after it")
    void losesNothingToARestartWhileSnsIsAway() throws Exception {
        sns.failPublish("error-500", 1_000, Duration.ZERO);
        String first = deploy(topic);
        writer.write(decision(4));
        await().atMost(LIMIT).until(() -> sns.publishCalls() >= 2);

        vertx.undeploy(first).await(30, TimeUnit.SECONDS);
        sns.failNoMore();
        deploy(topic);

        await().atMost(LIMIT).until(() -> sns.messages(topic).size() == 1);
        assertThat(count("given_up")).isZero();
    }

    @Test
    void writesNoticesToTheLogWhereThereIsNoTopic() throws Exception {
        List<ILoggingEvent> logged = logOf(LogChannel.class);
        deploy(null);

        writer.write(decision(4));

        await().atMost(LIMIT).until(() -> count("told") == 1);
        assertThat(logged).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .startsWith("notice CRITICAL search: FAILOVER primary to secondary: primary is DOWN");
        });
        assertThat(sns.publishCalls()).isZero();
    }

    private String deploy(@Nullable String topicArn) throws Exception {
        Map<String, String> env = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "AWS_ENDPOINT_URL_SNS",
                sns.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                "x",
                "AWS_SECRET_ACCESS_KEY",
                "x"));
        if (topicArn != null) {
            env.put("SNS_TOPIC_ARN", topicArn);
        }
        ServiceContext context = new ServiceContext(health, metrics, fatal::set);
        return vertx.deployVerticle(new NotifierVerticle(Settings.fromEnv(env), context))
                .await(30, TimeUnit.SECONDS);
    }

    private static Decision decision(long epoch) {
        return Events.decision(
                Decision.Kind.FAILOVER, epoch, "primary", false, "primary is DOWN in 2 of 2 locations", Instant.now());
    }

    private static String value(JsonNode message, String attribute) {
        return message.at("/attributes/" + attribute + "/value").asText();
    }

    private double count(String outcome) {
        return metrics.get("failover.notices").tag("outcome", outcome).counter().count();
    }

    private List<ConsumerRecord<String, byte[]>> deadLetters() {
        List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader")) {
            new TopicReader(consumer).readAll(Topic.DEAD_LETTERS, letters::add);
        }
        return letters;
    }

    /** What a class logs from now on. */
    private static List<ILoggingEvent> logOf(Class<?> type) {
        List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent line) {
                logged.add(line);
            }
        };
        appender.start();
        ((Logger) LoggerFactory.getLogger(type)).addAppender(appender);
        return logged;
    }
}
