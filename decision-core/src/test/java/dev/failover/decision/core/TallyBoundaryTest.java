package dev.failover.decision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 14: what is inclusive and what is exclusive, against the rule as the documents say it and nothing else: DOWN
 * exactly at the {@code down}-th failure that is not forgiven or the {@code windowFailures}-th among the last {@code
 * windowSize} checks; a vote counts at the age of {@code staleAfter} and not a moment later.
 */
class TallyBoundaryTest {

    private static final int CHECKS = 400;

    static long[] seeds() {
        return new Random(14).longs(200).toArray();
    }

    /** The rule once more, with lists instead of counters. */
    private static final class Rule {
        private final Thresholds thresholds;
        private final Deque<Boolean> window = new ArrayDeque<>();
        private int failures;
        private int passes;
        private Vote vote = Vote.UNKNOWN;

        private Rule(Thresholds thresholds) {
            this.thresholds = thresholds;
        }

        private void see(boolean failed) {
            window.addLast(failed);
            if (window.size() > thresholds.windowSize()) {
                window.removeFirst();
            }
            if (failed) {
                failures++;
                passes = 0;
                if (failures >= thresholds.down() || failedInWindow() >= thresholds.windowFailures()) {
                    vote = Vote.DOWN;
                }
            } else {
                pass();
            }
        }

        private void pass() {
            passes++;
            if (vote != Vote.UP && passes >= thresholds.up()) {
                vote = Vote.UP;
                failures = 0;
                window.clear();
            } else if (vote != Vote.DOWN && passes >= thresholds.forgive()) {
                failures = 0;
            }
        }

        private long failedInWindow() {
            return window.stream().filter(failed -> failed).count();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("scenario 14: DOWN exactly at the n-th failure, never before")
    void goesDownExactlyAtTheNthFailure(long seed) {
        Random random = new Random(seed);
        Thresholds thresholds = thresholds(random);
        Policy policy = policy(thresholds);
        Rule rule = new Rule(thresholds);
        double share = random.nextDouble();
        StringBuilder picture = new StringBuilder();
        Tally tally = null;
        for (int i = 1; i <= CHECKS; i++) {
            boolean failed = random.nextDouble() < share;
            picture.append(failed ? 'F' : '.');
            CheckSeen check = Fixture.check(Fixture.NOON.plusSeconds(i), "primary", "a", "boot", i, failed ? 'F' : '.');
            Vote before = rule.vote;
            tally = (tally == null ? Tally.first(check) : tally).with(check, policy);
            rule.see(failed);

            assertThat(tally.vote())
                    .as("%s after %s, seed %s", thresholds, picture, seed)
                    .isEqualTo(rule.vote);
            if (before != Vote.DOWN && tally.vote() == Vote.DOWN) {
                assertThat(rule.failures == thresholds.down() || rule.failedInWindow() == thresholds.windowFailures())
                        .as("%s went DOWN neither late nor early after %s, seed %s", thresholds, picture, seed)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("scenario 14: a vote counts at exactly staleAfter, and a nanosecond later it does not")
    void aVoteCountsUpToStaleAfterInclusive(long seed) {
        Duration staleAfter = Duration.ofNanos(1 + new Random(seed).nextLong(3_600_000_000_000L));
        Policy policy = policy(new Thresholds(3, 2, 3, 6, 10));
        Tally tally = Tally.first(failure(1));
        for (int i = 1; i <= 3; i++) {
            tally = tally.with(failure(i), policy);
        }
        Instant edge = Fixture.NOON.plusNanos(3).plus(staleAfter);

        assertThat(tally.voteAt(edge, staleAfter)).as("seed %s", seed).isEqualTo(Vote.DOWN);
        assertThat(tally.voteAt(edge.plusNanos(1), staleAfter))
                .as("seed %s", seed)
                .isEqualTo(Vote.UNKNOWN);
    }

    private static CheckSeen failure(int nano) {
        return Fixture.check(Fixture.NOON.plusNanos(nano), "primary", "a", "boot", nano, 'F');
    }

    private static Thresholds thresholds(Random random) {
        int windowSize = 1 + random.nextInt(64);
        return new Thresholds(
                1 + random.nextInt(8),
                1 + random.nextInt(5),
                1 + random.nextInt(6),
                1 + random.nextInt(windowSize),
                windowSize);
    }

    private static Policy policy(Thresholds thresholds) {
        return new Rules().thresholds(thresholds).policy();
    }
}
