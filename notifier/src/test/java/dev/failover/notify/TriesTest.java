package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TriesTest {

    @Test
    void waitsLongerEachTimeAndNeverTooLong() {
        Instant now = Events.NOON;
        Tries tries = Tries.begin(now);
        assertThat(tries.due(now)).isTrue();

        for (int failures = 1; failures <= 12; failures++) {
            long longest = Math.min(250L << (failures - 1), Tries.LONGEST_WAIT.toMillis());
            tries = tries.failed(now);
            assertThat(tries.next()).isBetween(now.plusMillis(longest / 2), now.plusMillis(longest));
            assertThat(tries.due(tries.next().minusMillis(1))).isFalse();
            now = tries.next();
        }
    }

    @Test
    void endsWithItsBudget() {
        Tries tries = Tries.begin(Events.NOON).failed(Events.NOON);

        assertThat(tries.exhausted(Events.NOON.plus(Tries.BUDGET).minusMillis(1)))
                .isFalse();
        assertThat(tries.exhausted(Events.NOON.plus(Tries.BUDGET))).isTrue();
    }
}
