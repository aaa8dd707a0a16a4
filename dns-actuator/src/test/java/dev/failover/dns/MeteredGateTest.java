package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.Gate.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MeteredGateTest {

    private final VirtualTime time = new VirtualTime();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Map<Call, Circuit> circuits = new EnumMap<>(Map.of(
            Call.READ, new Circuit("reads", time),
            Call.CHANGE, new Circuit("changes", time)));
    private final MeteredGate.Shared shared = new MeteredGate.Shared(
            "route53",
            new Quota(new Quota.Rates(1, 4, 1), 0),
            circuits,
            new AtomicInteger(),
            time::nanos,
            time::skip,
            new ActuatorMetrics(metrics));
    private final MeteredGate failover = new MeteredGate(Quota.Use.FAILOVER, shared, Duration.ofSeconds(30));
    private int requests;

    @AfterEach
    void leaveNoInterrupt() {
        boolean unused = Thread.interrupted();
    }

    @Test
    @DisplayName("scenario 44: what goes beyond the burst waits for quota, and this is measured")
    void waitsForQuota() {
        for (int i = 0; i < 10; i++) {
            assertThat(failover.pass(Call.READ, this::answer)).isEqualTo("done");
        }

        assertThat(Duration.ofNanos(time.nanos())).isBetween(Duration.ofSeconds(6), Duration.ofMillis(6_100));
        assertThat(metrics.get("failover.quota.wait")
                        .tag("use", "failover")
                        .timer()
                        .count())
                .isEqualTo(6);
        assertThat(shared.waiting()).hasValue(0);
    }

    @Test
    void beginsNothingThatWouldComeTooLate() {
        failover.until(Duration.ofMillis(2_500).toNanos());
        for (int i = 0; i < 6; i++) {
            assertThat(failover.pass(Call.READ, this::answer)).isEqualTo("done");
        }

        assertThatThrownBy(() -> failover.pass(Call.READ, this::answer))
                .hasMessage("waiting for quota: none is left for this within its time")
                .isInstanceOfSatisfying(
                        DnsProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        time.skip(10_000);
        assertThatThrownBy(() -> failover.pass(Call.READ, this::answer)).hasMessage("out of time");
        assertThat(requests).isEqualTo(6);
    }

    @Test
    @DisplayName("scenario 44: verification gives up rather than wait, and a failover still has its part")
    void verificationComesBackLater() {
        MeteredGate verification = new MeteredGate(Quota.Use.VERIFICATION, shared, Duration.ofMillis(500));
        for (int i = 0; i < 3; i++) {
            assertThat(verification.pass(Call.READ, this::answer)).isEqualTo("done");
        }

        assertThatThrownBy(() -> verification.pass(Call.READ, this::answer)).hasMessageContaining("waiting for quota");
        long before = time.nanos();
        assertThat(failover.pass(Call.READ, this::answer)).isEqualTo("done");
        assertThat(time.nanos()).isEqualTo(before);
    }

    @Test
    @DisplayName("scenario 44: throttling slows every user down and is counted")
    void throttlingSlowsDown() {
        fail(Call.READ, Kind.BUSY);

        assertThat(shared.quota().requestsPerSecond(time.nanos())).isEqualTo(0.5);
        assertThat(metrics.get("failover.quota.throttled").counter().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("scenario 51: an open circuit answers at once and asks nobody, and only for what fails")
    void failsFastWhileNothingIsAnswered() {
        for (int i = 0; i < 6; i++) {
            fail(Call.CHANGE, Kind.UNCERTAIN);
            time.skip(3_000);
        }
        int before = requests;
        long began = time.nanos();
        time.skip(1);
        fail(Call.CHANGE, Kind.UNCERTAIN);
        assertThat(requests).as("a trial").isEqualTo(before + 1);

        for (int i = 0; i < 500; i++) {
            assertThatThrownBy(() -> failover.pass(Call.CHANGE, this::answer))
                    .hasMessage(
                            "changes fail since 2026-03-01T12:00:00Z, none is made for now: the fake says UNCERTAIN");
        }
        assertThat(requests).isEqualTo(before + 1);
        assertThat(Duration.ofNanos(time.nanos() - began)).isLessThan(Duration.ofSeconds(2));
        time.skip(4_000);
        assertThat(failover.pass(Call.READ, this::answer)).isEqualTo("done");
    }

    @Test
    @DisplayName("scenario 51: a refusal is an answer")
    void aRefusalIsAnAnswer() {
        for (int i = 0; i < 20; i++) {
            fail(Call.CHANGE, i % 4 == 0 ? Kind.DENIED : Kind.UNCERTAIN);
            time.skip(3_000);
        }

        assertThat(requests).isEqualTo(20);
    }

    @Test
    void anInterruptEndsTheWaiting() {
        MeteredGate interrupted = new MeteredGate(
                Quota.Use.FAILOVER,
                new MeteredGate.Shared(
                        "route53",
                        shared.quota(),
                        circuits,
                        shared.waiting(),
                        time::nanos,
                        millis -> {
                            throw new InterruptedException();
                        },
                        shared.metrics()),
                Duration.ofSeconds(30));
        for (int i = 0; i < 4; i++) {
            assertThat(interrupted.pass(Call.READ, this::answer)).isEqualTo("done");
        }

        assertThatThrownBy(() -> interrupted.pass(Call.READ, this::answer)).hasMessageContaining("interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    private void fail(Call call, Kind kind) {
        assertThatThrownBy(() -> failover.pass(call, () -> {
                    requests++;
                    throw FakeProvider.failure(kind);
                }))
                .isInstanceOf(DnsProviderException.class);
    }

    private String answer() {
        requests++;
        return "done";
    }
}
