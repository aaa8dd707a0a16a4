package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.dns.DnsProviderException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetriesTest {

    private final VirtualTime time = new VirtualTime();
    private final List<Long> waits = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Retries retries = new Retries(
            Retries.BUDGET,
            time::nanos,
            millis -> {
                waits.add(millis);
                time.skip(millis);
            },
            new ActuatorMetrics(metrics));
    private int attempts;

    @AfterEach
    void leaveNoInterrupt() {
        boolean unused = Thread.interrupted();
    }

    @Test
    @DisplayName("scenario 44: waits grow, are scattered, and end with the budget")
    void triesAgainWithinTheBudget() {
        assertThatThrownBy(() -> retries.reading(() -> fail(Kind.BUSY))).hasMessage("the fake says BUSY");

        assertThat(waits).hasSizeBetween(9, 18);
        for (int i = 0; i < waits.size(); i++) {
            long most = Math.min(200L << i, 4_000);
            assertThat(waits.get(i)).isBetween(most / 2, most);
        }
        assertThat(Duration.ofNanos(time.nanos())).isBetween(Duration.ofSeconds(26), Retries.BUDGET);
        assertThat(metrics.get("failover.provider.repeats")
                        .tag("why", "busy")
                        .counter()
                        .count())
                .isEqualTo(waits.size());
    }

    @Test
    void allCallsShareTheBudget() {
        time.skip(Retries.BUDGET.toMillis() - 50);
        assertThat(retries.spent()).isFalse();

        assertThatThrownBy(() -> retries.reading(() -> fail(Kind.BUSY))).isInstanceOf(DnsProviderException.class);

        assertThat(attempts).isEqualTo(1);
        time.skip(50);
        assertThat(retries.spent()).isTrue();
    }

    @Test
    void stopsTryingOnceItSucceeds() {
        assertThat(retries.writing(() -> attempts < 2 ? fail(Kind.BUSY) : "done"))
                .isEqualTo("done");
        assertThat(attempts).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    @DisplayName("scenario 49: what may have been done is not done again, only read again")
    void onlyWhatCertainlyWasNotDoneIsDoneAgain(Kind kind) {
        assertThatThrownBy(() -> retries.writing(() -> fail(kind))).isInstanceOf(DnsProviderException.class);
        assertThat(attempts > 1).isEqualTo(kind == Kind.BUSY);

        attempts = 0;
        Retries more = new Retries(Retries.BUDGET, time::nanos, time::skip, new ActuatorMetrics(metrics));
        assertThatThrownBy(() -> more.reading(() -> fail(kind))).isInstanceOf(DnsProviderException.class);
        assertThat(attempts > 1).isEqualTo(kind == Kind.BUSY || kind == Kind.UNCERTAIN);
    }

    @Test
    void anInterruptEndsTheWaitingWithTheCause() {
        Retries interrupted = new Retries(
                Retries.BUDGET,
                time::nanos,
                millis -> {
                    throw new InterruptedException();
                },
                new ActuatorMetrics(metrics));

        assertThatThrownBy(() -> interrupted.reading(() -> fail(Kind.BUSY))).hasMessage("the fake says BUSY");

        assertThat(attempts).isEqualTo(1);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    private String fail(Kind kind) {
        attempts++;
        throw FakeProvider.failure(kind);
    }
}
