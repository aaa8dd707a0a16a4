package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BrokerTimeTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private long nanos = 77 * SECOND;
    private final BrokerTime time = new BrokerTime(() -> nanos, Clock.fixed(NOON.minusSeconds(600), ZoneOffset.UTC));

    @Test
    @DisplayName("scenario 16: the broker's stamps are the time, whatever this machine's clock says")
    void goesByTheStamps() {
        assertThat(time.now()).isEqualTo(NOON.minusSeconds(600));

        time.heard(NOON, true);
        nanos += 3 * SECOND;
        assertThat(time.now()).isEqualTo(NOON.plusSeconds(3));
    }

    @Test
    void aStampThatWasOnTheWayDoesNotSetTheTimeBack() {
        time.heard(NOON, true);
        nanos += SECOND;
        time.heard(NOON, true);

        assertThat(time.now()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    @DisplayName("scenario 16: a broker whose clock is set back is followed, a backlog is not")
    void followsABrokersClockBackButNoBacklog() {
        time.heard(NOON, true);
        time.heard(NOON.minusSeconds(60), false);
        assertThat(time.now()).isEqualTo(NOON);

        time.heard(NOON.minusSeconds(60), true);
        assertThat(time.now()).isEqualTo(NOON.minusSeconds(60));
    }
}
