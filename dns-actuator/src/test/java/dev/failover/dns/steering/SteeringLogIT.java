package dev.failover.dns.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.failover.dns.Decisions;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Steering;
import dev.failover.event.Target;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafka.Topics;
import dev.failover.kafkalocal.LocalKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The register over a real broker. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SteeringLogIT {

    @TempDir
    static Path folder;

    private static LocalKafka kafka;
    private static KafkaClients clients;

    private SteeringLog log;

    /** Of this test alone, as the broker is shared. */
    private String service = "";

    @BeforeAll
    static void startBroker() {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        service = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
        log = new SteeringLog(clients, "test", Clock.systemUTC());
    }

    @Test
    void keepsTheNewestOfEachName() {
        assertThat(log.newest(service)).isEmpty();

        log.swap(steering(1, "a"), Optional::isEmpty);
        log.swap(steering(2, "b"), found -> found.equals(Optional.of(steering(1, "a"))));

        assertNewest(steering(2, "b"));
        assertThat(log.newest(record())).contains(steering(2, "b"));
        assertThat(log.newest(Decisions.record(service + ".example.com", RecordType.AAAA)))
                .isEmpty();
    }

    @Test
    void refusesWhatWasNotExpectedAndWhatIsOlder() {
        log.swap(steering(3, "a"), Optional::isEmpty);

        assertConflict(() -> log.swap(steering(4, "b"), Optional::isEmpty));
        assertConflict(() -> log.swap(steering(2, "b"), found -> true));
        assertConflict(() -> log.swap(steering(3, "rival"), found -> true));
        log.swap(steering(3, "a"), found -> true);

        assertNewest(steering(3, "a"));
    }

    @Test
    @DisplayName("scenario 37: a zombie that began before cannot commit what it has sent, however late it wakes")
    void fencesAZombie() {
        log.swap(steering(1, "a"), Optional::isEmpty);
        try (Producer<String, byte[]> zombie = clients.transactionalProducer("steering-" + service)) {
            zombie.initTransactions();
            zombie.beginTransaction();
            Future<?> unused =
                    zombie.send(new EventWriter(zombie, "zombie", Clock.systemUTC()).record(steering(2, "zombie")));
            zombie.flush();

            log.swap(steering(2, "b"), found -> found.equals(Optional.of(steering(1, "a"))));

            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(KafkaException.class);
        }
        assertNewest(steering(2, "b"));
    }

    @Test
    @DisplayName("scenario 37: of many writers that have read the same, one succeeds")
    void oneOfManyWins() throws Exception {
        log.swap(steering(1, "a"), Optional::isEmpty);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> writers = IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(i -> () -> wins(steering(2, "writer-" + i)))
                    .toList();

            long winners = 0;
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                winners += writer.get() ? 1 : 0;
            }

            assertThat(winners).isEqualTo(1);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> log.newest(service).orElseThrow().epoch() == 2);
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean wins(Steering next) {
        try {
            log.swap(next, found -> found.equals(Optional.of(steering(1, "a"))));
            return true;
        } catch (DnsProviderException e) {
            assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            return false;
        }
    }

    /** A commit is seen by readers a moment after it returns; the next swap waits for that. */
    private void assertNewest(Steering expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log.newest(service)).contains(expected));
    }

    private static void assertConflict(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        DnsProviderException e = catchThrowableOfType(DnsProviderException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
    }

    private Steering steering(long epoch, String decision) {
        return new Steering(
                service, "ops", epoch, decision, "secondary", Target.of("192.0.2.20"), record(), Decisions.NOON);
    }

    private DnsRecord record() {
        return Decisions.record(service + ".example.com", RecordType.A);
    }
}
