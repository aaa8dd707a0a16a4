package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.event.Check;
import dev.failover.event.Observation;
import dev.failover.event.Probing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every kind of check keeps: whatever the server does, the check ends within its timeout, says what was wrong, and
 * leaves no connection behind. Run through the schedule, over real sockets.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class ProbeContract {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static Vertx vertx;

    /** Always the same event loop, as in a verticle. */
    private static Context loop;

    private final List<Observation> seen = new CopyOnWriteArrayList<>();
    private Schedule schedule;

    /** The check of a server on this port of site.test. */
    abstract Check check(int port, Check.@Nullable Tls tls);

    /** What is found: the outcome, and the failure class where there is one; {@code or} where it may be either. */
    abstract String expected(Rogue rogue);

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
    }

    @AfterAll
    static void stopVertx() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws Exception {
        schedule = onTheLoop(() -> {
            Timers timers = new LoopTimers(loop, Clock.systemUTC());
            StallWatch stalls = new StallWatch(timers);
            stalls.start();
            ProbeMetrics metrics = new ProbeMetrics(new SimpleMeterRegistry(), "a");
            return new Schedule(
                    timers,
                    stalls,
                    new Probes(
                            loop,
                            host -> Future.succeededFuture(loopback()),
                            "a",
                            new Secrets(Map.of("PASSWORD", "s3cret"))),
                    new InFlight(10, metrics),
                    Sight.UNDOUBTED,
                    new Observations("a", "boot", (subject, event) -> note((Observation) event), metrics),
                    new SplittableRandom());
        });
    }

    private void note(Observation observation) {
        if (observation.endpoint().equals("primary")) {
            seen.add(observation);
        }
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    @AfterEach
    void stop() throws Exception {
        remove();
    }

    @ParameterizedTest
    @EnumSource
    void endsInTimeSaysWhatWasWrongAndLeavesNoConnection(Rogue rogue) throws Exception {
        try (RogueServer server = new RogueServer(rogue)) {
            Observation observation = observed(server, rogue);

            String found = observation.outcome()
                    + observation.failureClass().map(failure -> " " + failure).orElse("");
            assertThat(expected(rogue).split(" or ")).as(observation.detail()).contains(found);
            assertThat(observation.address()).isEqualTo("127.0.0.1:" + server.port());
            remove();
            await().atMost(LIMIT).until(() -> server.open() == 0);
            assertThat(server.accepted())
                    .as("connections for %d checks", seen.size())
                    .isLessThanOrEqualTo(seen.size() + 1);
        }
    }

    @Test
    @DisplayName("scenario 10: each check sees the certificate, none resumes an earlier session")
    void seesTheCertificateEachTime() throws Exception {
        try (RogueServer server = new RogueServer(Rogue.WELL_WITH_TLS)) {
            observed(server, Rogue.WELL_WITH_TLS);
            await().atMost(LIMIT).until(() -> seen.size() >= 4);
            remove();

            await().atMost(LIMIT).until(() -> server.open() == 0);
            assertThat(server.certificatesShown()).isGreaterThanOrEqualTo(seen.size());
        }
    }

    private Observation observed(RogueServer server, Rogue rogue) throws Exception {
        // Only a server that never answers costs the whole timeout: the others get time even on a busy machine.
        Duration timeout = expected(rogue).contains("TIMEOUT") || rogue == Rogue.HANGS_IN_THE_HANDSHAKE
                ? Duration.ofSeconds(1)
                : Duration.ofSeconds(30);
        return observed(
                check(server.port(), rogue.tls() ? new Check.Tls(Certificates.authority(), null) : null), timeout);
    }

    /** The first observation that no standstill of this machine has spoiled. */
    private Observation observed(Check check, Duration timeout) throws Exception {
        Probing probing = new Probing(Duration.ofMillis(500), Duration.ofMillis(500), timeout);
        onTheLoop(() -> {
            schedule.put(Specs.of("search", probing, check, Specs.tcp("site.test")));
            return true;
        });
        return await().atMost(LIMIT)
                .until(
                        () -> seen.stream()
                                .filter(o -> !o.detail().contains("stood still"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void remove() throws Exception {
        onTheLoop(() -> {
            schedule.remove("search");
            return true;
        });
    }

    private static <T> T onTheLoop(Callable<T> task) throws Exception {
        return Future.<T>future(promise -> loop.runOnContext(now -> {
                    try {
                        promise.complete(task.call());
                    } catch (Exception e) {
                        promise.fail(e);
                    }
                }))
                .await(30, TimeUnit.SECONDS);
    }
}
