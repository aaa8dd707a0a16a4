package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BrokerTimeTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private long nanos;

    @Test
    void beforeAnythingIsHeardItIsThisMachinesClock() {
        BrokerTime time = time(NOON);

        assertThat(time.now()).isEqualTo(NOON);
        assertThat(time.isSure()).isTrue();
    }

    @Test
    @DisplayName("scenario 16: a machine whose clock is wrong judges by the broker's")
    void carriesTheBrokersTimeOn() {
        BrokerTime time = time(NOON.minusSeconds(600));
        time.nothingMore();
        pass(1);
        time.heard(NOON, true);
        pass(3);

        assertThat(time.now()).isEqualTo(NOON.plusSeconds(3));
        assertThat(time.isSure()).isTrue();
    }

    @Test
    @DisplayName("scenarios 18 and 42: the last check before a silence is not taken for a fresh one after a restart")
    void theEndOfABacklogDoesNotTellTheTime() {
        BrokerTime time = time(NOON);
        time.heard(NOON.minusSeconds(60), true);

        assertThat(time.isSure()).isFalse();

        pass(6);
        assertThat(time.isSure()).isTrue();
        assertThat(time.now()).isEqualTo(NOON);
    }

    @Test
    void aCheckThatComesWhileItIsWatchedMakesItSure() {
        BrokerTime time = time(NOON.plusSeconds(600));
        time.writtenAt(NOON.minusSeconds(30));
        time.heard(NOON.minusSeconds(20), true);
        pass(1);
        time.heard(NOON, true);

        assertThat(time.isSure()).isTrue();
        assertThat(time.now()).isEqualTo(NOON);
    }

    @Test
    @DisplayName("scenario 42: a process that stood still takes nothing old for fresh")
    void aRecordThatWaitedSetsNothingBack() {
        BrokerTime time = time(NOON);
        time.nothingMore();
        pass(1);
        time.heard(NOON, true);
        pass(60);
        time.heard(NOON.plusSeconds(2), true);

        assertThat(time.now()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void aBrokersClockThatWasSetBackIsFollowed() {
        BrokerTime time = time(NOON);
        time.nothingMore();
        pass(1);
        time.heard(NOON, true);
        pass(1);
        time.heard(NOON.minusSeconds(300), true);

        assertThat(time.now()).isEqualTo(NOON.minusSeconds(300));
    }

    private BrokerTime time(Instant machine) {
        return new BrokerTime(() -> nanos, Clock.fixed(machine, ZoneOffset.UTC));
    }

    private void pass(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }
}
