package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.failover.dns.Gate.Call;
import dev.failover.dns.Quota.Use;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Quota quota = new Quota(new Quota.Rates(2, 8, 0.5), 0);

    @Test
    void allowsABurstAndThenThePace() {
        assertThat(taken(Use.FAILOVER, Call.READ, 0)).isEqualTo(8);

        assertThat(taken(Use.FAILOVER, Call.READ, 10 * SECOND))
                .as("it never has more than the burst")
                .isEqualTo(8);
        assertThat(quota.take(Use.FAILOVER, Call.READ, 10 * SECOND)).isCloseTo(SECOND / 2, within(10L));
        assertThat(taken(Use.FAILOVER, Call.READ, 12 * SECOND)).isEqualTo(4);
    }

    @Test
    void theWaitIsExactlyLongEnough() {
        int all = taken(Use.FAILOVER, Call.READ, 0);
        assertThat(all).isPositive();
        long wait = quota.take(Use.FAILOVER, Call.READ, 0);

        assertThat(quota.take(Use.FAILOVER, Call.READ, wait - 1_000)).isPositive();
        assertThat(quota.take(Use.FAILOVER, Call.READ, wait)).isZero();
    }

    @Test
    @DisplayName("scenario 44: verification leaves a part of the bucket to failover, and a scan leaves more")
    void whoMattersLessLeavesAPart() {
        assertThat(taken(Use.SCAN, Call.READ, 0)).isEqualTo(4);
        assertThat(taken(Use.VERIFICATION, Call.READ, 0)).isEqualTo(2);
        assertThat(taken(Use.FAILOVER, Call.READ, 0)).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 44: while a failover waits, nobody else gets a token, however often it asks")
    void whoMattersMoreNeverWaitsBehindWhoMattersLess() {
        int all = taken(Use.FAILOVER, Call.READ, 0);
        assertThat(all).isEqualTo(8);
        int failovers = 0;
        for (long now = 0; now <= 10 * SECOND; now += SECOND / 20) {
            assertThat(quota.take(Use.SCAN, Call.READ, now)).isPositive();
            assertThat(quota.take(Use.VERIFICATION, Call.READ, now)).isPositive();
            failovers += quota.take(Use.FAILOVER, Call.READ, now) == 0 ? 1 : 0;
        }

        assertThat(failovers).as("two a second, as without the others").isBetween(19, 20);
    }

    @Test
    void aChangeNeedsATokenOfBothBuckets() {
        assertThat(taken(Use.FAILOVER, Call.CHANGE, 0)).isEqualTo(5);
        assertThat(quota.take(Use.FAILOVER, Call.CHANGE, 0)).isCloseTo(2 * SECOND, within(10L));

        assertThat(taken(Use.FAILOVER, Call.READ, 0))
                .as("the changes were requests too, and what was not taken is left")
                .isEqualTo(3);
    }

    @Test
    @DisplayName(
            "scenario 44: throttling empties the bucket and halves the pace, which grows back by a twentieth a second")
    void throttlingWidens() {
        quota.tooMuch(Call.READ, 0);
        assertThat(quota.requestsPerSecond(0)).isEqualTo(1);
        assertThat(quota.take(Use.FAILOVER, Call.READ, 0)).isCloseTo(SECOND, within(10L));

        for (int i = 0; i < 10; i++) {
            quota.tooMuch(Call.READ, 0);
        }
        assertThat(quota.requestsPerSecond(0)).as("down to a sixteenth").isEqualTo(2.0 / 16);
        assertThat(quota.requestsPerSecond(10 * SECOND)).isCloseTo(2 * (1.0 / 16 + 0.5), within(1e-9));
        assertThat(quota.requestsPerSecond(60 * SECOND)).isEqualTo(2);
    }

    @Test
    void throttledChangesSlowTheReadsDownAndThrottledReadsLeaveTheChanges() {
        quota.tooMuch(Call.READ, 0);
        long later = 8 * SECOND;
        assertThat(taken(Use.FAILOVER, Call.CHANGE, later)).isEqualTo(5);

        quota.tooMuch(Call.CHANGE, later);
        assertThat(quota.take(Use.FAILOVER, Call.CHANGE, later)).isGreaterThan(2 * SECOND);
        assertThat(quota.take(Use.FAILOVER, Call.READ, later)).isPositive();
    }

    @Test
    void aClockThatStandsOrGoesBackTakesNothingAway() {
        int all = taken(Use.FAILOVER, Call.READ, 5 * SECOND);
        assertThat(all).isEqualTo(8);
        assertThat(quota.take(Use.FAILOVER, Call.READ, 0)).isPositive();
    }

    @Test
    void aBucketOfOneServesEverybody() {
        Quota narrow = new Quota(new Quota.Rates(1, 1, 1), 0);
        assertThat(narrow.take(Use.SCAN, Call.READ, 0)).isZero();
        assertThat(narrow.take(Use.SCAN, Call.READ, 0)).isPositive();
        assertThat(narrow.take(Use.SCAN, Call.READ, SECOND + 10)).isZero();
    }

    private int taken(Use use, Call call, long now) {
        int taken = 0;
        while (quota.take(use, call, now) == 0) {
            taken++;
        }
        return taken;
    }
}
