package dev.failover.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.failover.dns.Aws;
import dev.failover.dns.Decisions;
import dev.failover.dns.DnsProvider;
import dev.failover.dns.DnsProviderContract;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.NameServer;
import dev.failover.dns.ProviderFixture;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.route53.SteeringReports.Patience;
import dev.failover.dns.steering.PublicZone;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.dns.steering.SteeringLog;
import dev.failover.dns.steering.SteeringProvider;
import dev.failover.dns.steering.SteeringVerticle;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.DnsRecord.Routing;
import dev.failover.event.Steering;
import dev.failover.event.Target;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafka.Topics;
import dev.failover.kafkalocal.LocalKafka;
import dev.failover.service.Health;
import dev.failover.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.RRType;

/**
 * The contract where names are moved by a record in Kafka: a real broker, and aws-local for the zone and its health checks,
 * twenty times faster than Route 53's. Below it, what the register in Kafka keeps by itself.
 */
class SteeringContractIT extends DnsProviderContract {

    private static final int SCALE = 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FENCE =
            "v=failover1 owner=ops service=%s epoch=1 decision=steering-apply target=primary" + PublicZone.PROVIDED;
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static LocalKafka kafka;
    private static KafkaClients clients;
    private static Aws aws;

    /** Of this test alone, as the broker is shared. */
    private final String service = "steered" + TESTS.incrementAndGet();

    @BeforeAll
    static void startBroker() {
        kafka = LocalKafka.start(folder);
        clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
        aws = new Aws(SCALE);
    }

    @AfterAll
    static void stopBroker() {
        aws.close();
        kafka.close();
    }

    @Override
    protected ProviderFixture open() {
        return new Steered();
    }

    @Test
    @DisplayName("scenario 37: a zombie that began before cannot commit what it has sent, however late it wakes")
    void fencesAZombie() {
        log().swap(steering(1, "a"), Optional::isEmpty);
        try (Producer<String, byte[]> zombie = clients.transactionalProducer("steering-" + service)) {
            zombie.initTransactions();
            zombie.beginTransaction();
            Future<?> unused =
                    zombie.send(new EventWriter(zombie, "zombie", Clock.systemUTC()).record(steering(2, "zombie")));
            zombie.flush();

            log().swap(steering(2, "b"), found -> found.equals(Optional.of(steering(1, "a"))));

            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(KafkaException.class);
        }
        assertNewest(steering(2, "b"));
    }

    @Test
    @DisplayName("scenario 41: nothing older is written, whatever is expected; the same decision may be written again")
    void refusesWhatIsOlder() {
        log().swap(steering(3, "a"), Optional::isEmpty);

        assertConflict(() -> log().swap(steering(4, "b"), Optional::isEmpty));
        assertConflict(() -> log().swap(steering(2, "b"), found -> true));
        assertConflict(() -> log().swap(steering(3, "rival"), found -> true));
        log().swap(steering(3, "a"), found -> true);

        assertNewest(steering(3, "a"));
        assertThat(log().newest(record(service))).contains(steering(3, "a"));
        assertThat(log().newest(Decisions.record(service + ".example.com", RecordType.AAAA)))
                .isEmpty();
    }

    @Test
    @DisplayName("the zone's fence is not steering's to remove")
    void removesNoFence() {
        try (ProviderFixture steered = new Steered()) {
            FenceSnapshot fence =
                    steered.provider().find(steered.record()).fence().orElseThrow();

            DnsProviderException e = catchThrowableOfType(
                    DnsProviderException.class, () -> steered.provider().removeFence(steered.record(), fence));

            assertThat(e.kind()).isEqualTo(Kind.DENIED);
        }
        assertThat(aws.set("_failover." + service + ".example.com", RRType.TXT)).isPresent();
    }

    private static SteeringLog log() {
        return new SteeringLog(clients, "test", Clock.systemUTC());
    }

    /** A commit is seen by readers a moment after it returns; the next swap waits for that. */
    private void assertNewest(Steering expected) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(log().newest(service)).contains(expected));
    }

    private static void assertConflict(ThrowingCallable call) {
        DnsProviderException e = catchThrowableOfType(DnsProviderException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
    }

    private Steering steering(long epoch, String decision) {
        return new Steering(
                service, "ops", epoch, decision, "secondary", Target.of("192.0.2.20"), record(service), Decisions.NOON);
    }

    private static DnsRecord record(String name) {
        return new DnsRecord(
                aws.zone,
                name + ".example.com",
                RecordType.A,
                Duration.ofSeconds(30),
                DnsRecord.Provider.STEERING,
                Routing.SIMPLE);
    }

    /** Two names as {@code failover steering apply} leaves them: only the first one's checks are made, where asked for. */
    private final class Steered implements ProviderFixture {

        private final DnsProvider provider = provider(clients);
        private final Vertx vertx = Vertx.vertx();
        private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

        Steered() {
            for (String each : List.of(service, service + "-2")) {
                aws.put(each + ".example.com", RRType.A, "192.0.2.10");
                aws.byHand.put(
                        "_failover." + each + ".example.com", RRType.TXT, 60, "\"" + FENCE.formatted(each) + "\"");
                await().pollDelay(Duration.ZERO)
                        .atMost(LIMIT)
                        .until(() -> !answers("_failover." + each, Type.TXT).isEmpty()
                                && !answers(each, Type.A).isEmpty());
            }
        }

        private Set<String> answers(String name, int type) throws IOException {
            return new NameServer(aws.dns()).answer(name + ".example.com", type);
        }

        private DnsProvider provider(KafkaClients over) {
            return new SteeringProvider(
                    new SteeringLog(over, "test", Clock.systemUTC()),
                    new PublicZone(Optional.of(nameServers())),
                    Clock.systemUTC());
        }

        @Override
        public DnsProvider provider() {
            return provider;
        }

        @Override
        public DnsProvider at(InetSocketAddress address) {
            return provider(new KafkaClients(KafkaSettings.of(address.getHostString() + ":" + address.getPort())));
        }

        @Override
        public String service() {
            return service;
        }

        @Override
        public DnsRecord record() {
            return SteeringContractIT.record(service);
        }

        @Override
        public DnsRecord other() {
            return SteeringContractIT.record(service + "-2");
        }

        @Override
        public List<InetSocketAddress> nameServers() {
            return List.of(aws.dns());
        }

        /** Three steering endpoints, and the checks that ask them. */
        @Override
        public void letNameServersFollow() throws Exception {
            List<SteeringVerticle> endpoints = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                SteeringVerticle endpoint = new SteeringVerticle(
                        0, clients, new ServiceContext(new Health(), new SimpleMeterRegistry(), fatal::set));
                vertx.deployVerticle(endpoint).await(30, TimeUnit.SECONDS);
                endpoints.add(endpoint);
            }
            await().atMost(LIMIT).until(() -> endpoints.stream().allMatch(endpoint -> endpoint.actualPort() > 0));
            List<URI> urls = endpoints.stream()
                    .map(endpoint -> URI.create("http://127.0.0.1:" + endpoint.actualPort()))
                    .toList();
            SteeringSets sets = new SteeringSets(
                    "ops",
                    service,
                    record(),
                    Decisions.targets(Decisions.PRIMARY, Decisions.SECONDARY),
                    "primary",
                    new SteeringEndpoints(urls, 2, 1));
            Patience patience =
                    new Patience(Duration.ofMillis(100), Duration.ofSeconds(10).dividedBy(SCALE), LIMIT);
            try (SteeringSetup setup = new SteeringSetup(aws.settings(), patience)) {
                setup.carryOut(setup.plan(sets, Optional.empty(), false, false), step -> {});
            }
        }

        @Override
        public void close() {
            provider.close();
            try {
                vertx.close().await(30, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("the steering endpoints did not stop", e);
            }
            assertThat(fatal.get()).isNull();
        }
    }
}
