package dev.failover.decision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One location's checks as a picture: F failed, . passed, ? prober's own fault, _ ten seconds of silence. */
class TallyTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Policy POLICY = Fixture.policy();

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "'',          UNKNOWN",
        ".,           UNKNOWN",
        "..,          UNKNOWN",
        "...,         UP",
        "F,           UNKNOWN",
        "FFF,         DOWN",
        "...FF,       UP",
        "...FFF,      DOWN",
        // One pass in between forgives nothing, two do.
        "...FF.F,     DOWN",
        "...FF..F,    UP",
        "...FF..FF,   UP",
        "...FF..FFF,  DOWN",
        // Up again takes three in a row.
        "FFF..,       DOWN",
        "FFF..F..,    DOWN",
        "FFF...,      UP",
        "FFF...FF,    UP",
        "FFF...FFF,   DOWN",
    })
    void votesByThresholds(String picture, Vote vote) {
        assertThat(vote(picture)).isEqualTo(vote);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("scenario 13: periodic flapping trips the window of 6 in 10")
    @CsvSource({"...F..F..F..F, UP", "...FF..FF..FF, DOWN", "...FF..FF..F, UP"})
    void seesPeriodicFlapping(String picture, Vote vote) {
        assertThat(vote(picture)).isEqualTo(vote);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("scenario 5: the prober's own fault counts neither as failure nor as pass")
    @CsvSource({"...????, UP", "...FF?, UP", "...FF?F, DOWN", "FFF.?.?., UP", "..?, UNKNOWN"})
    void proberErrorsDoNotCount(String picture, Vote vote) {
        assertThat(vote(picture)).isEqualTo(vote);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("scenario 42: what was counted before a silence does not count after it")
    @CsvSource({"...FF_F, UNKNOWN", "..._., UNKNOWN", "FFF_., UNKNOWN", "FFF_FFF, DOWN"})
    void silenceForgets(String picture, Vote vote) {
        assertThat(vote(picture)).isEqualTo(vote);
    }

    @Test
    @DisplayName("scenario 4: a vote expires after staleAfter, and prober errors do not keep it alive")
    void votesExpire() {
        Tally tally = tally("...");

        assertThat(tally.voteAt(tally.lastCounted().plusSeconds(10), Duration.ofSeconds(10)))
                .isEqualTo(Vote.UP);
        assertThat(tally.voteAt(tally.lastCounted().plusSeconds(11), Duration.ofSeconds(10)))
                .isEqualTo(Vote.UNKNOWN);

        Tally blind = tally("...?????");
        assertThat(blind.lastCounted()).isEqualTo(tally.lastCounted());
        assertThat(blind.lastSeen()).isAfter(tally.lastSeen());
    }

    @Test
    @DisplayName("scenario 15: duplicates and overtaken checks of one boot are ignored")
    void ignoresDuplicates() {
        Tally tally = tally("...FF");
        CheckSeen again = Fixture.check(NOON.plusSeconds(5), "primary", "a", "boot", 5, 'F');
        CheckSeen overtaken = Fixture.check(NOON.plusSeconds(5), "primary", "a", "boot", 4, 'F');

        assertThat(tally.hasCounted(again)).isTrue();
        assertThat(tally.hasCounted(overtaken)).isTrue();
    }

    @Test
    @DisplayName("scenario 15: a check from the future is not believed, until the prober's clock is known to be set")
    void aCheckFromTheFutureDoesNotCount() {
        Tally tally = tally("...FF");
        Tally once = tally.with(dated(6, Duration.ofMinutes(10)), POLICY);

        assertThat(once.failures()).isEqualTo(2);
        assertThat(once.with(Fixture.check(NOON.plusSeconds(7), "primary", "a", "boot", 7, 'F'), POLICY)
                        .vote())
                .as("the next one counts again")
                .isEqualTo(Vote.DOWN);

        Tally twice = once.with(dated(7, Duration.ofMinutes(10)), POLICY);
        assertThat(twice.vote()).isEqualTo(Vote.UP);
        assertThat(twice.with(dated(8, Duration.ofMinutes(10)), POLICY).vote()).isEqualTo(Vote.DOWN);
    }

    /** A failure at this second, by a clock that is this far ahead. */
    private static CheckSeen dated(int second, Duration ahead) {
        return new CheckSeen(
                NOON.plusSeconds(second),
                "primary",
                "a",
                "boot",
                second,
                CheckOutcome.FAIL,
                Duration.ofMillis(20),
                ahead.negated(),
                ByName.none(),
                null,
                null);
    }

    @Test
    void aDownVoteKeepsItsReason() {
        Tally down = tally("...").with(because(4, 'F', "TIMEOUT"), POLICY);
        down = down.with(because(5, 'F', "TIMEOUT"), POLICY).with(because(6, 'F', "RESET"), POLICY);

        assertThat(down.why()).isEqualTo("RESET");
        assertThat(down.with(because(7, '?', "PROBER_ERROR"), POLICY).why()).isEqualTo("RESET");
        Tally rising = down.with(because(7, '.', null), POLICY).with(because(8, '.', null), POLICY);
        assertThat(rising.why()).isEqualTo("RESET");
        assertThat(rising.with(because(9, '.', null), POLICY).why()).isNull();
        assertThat(down.with(because(30, '?', "PROBER_ERROR"), POLICY).why())
                .as("of a vote that has expired")
                .isEqualTo("PROBER_ERROR");
    }

    private static CheckSeen because(int second, char c, @Nullable String failure) {
        CheckSeen plain = Fixture.check(NOON.plusSeconds(second), "primary", "a", "boot", second, c);
        return new CheckSeen(
                plain.at(),
                plain.endpoint(),
                plain.location(),
                plain.boot(),
                plain.sequence(),
                plain.outcome(),
                plain.took(),
                plain.behind(),
                plain.measures(),
                failure,
                null);
    }

    @Test
    @DisplayName("scenario 17: a prober that restarts in a loop never gets a vote, and its failures do not add up")
    void aNewBootBeginsAnew() {
        Tally tally = tally("...FF");
        for (int boot = 2; boot < 10; boot++) {
            tally = tally.with(
                    Fixture.check(NOON.plusSeconds(4 + boot), "primary", "a", "boot-" + boot, 1, 'F'), POLICY);
            assertThat(tally.vote()).isEqualTo(Vote.UNKNOWN);
            assertThat(tally.failures()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("scenario 1: a blind location has no vote until it has seen enough again")
    void aBlindLocationHasNoVote() {
        assertThat(tally("...B").vote()).isEqualTo(Vote.UNKNOWN);
        assertThat(tally("...B").blind()).isTrue();
        assertThat(tally("FFFB..").vote()).isEqualTo(Vote.UNKNOWN);
        assertThat(tally("FFFB...").vote()).isEqualTo(Vote.UP);
        assertThat(tally("FFFB...").blind()).isFalse();
    }

    @Test
    void remembersWhenTheFirstFailureWasSeen() {
        assertThat(tally("...FFF").firstFailureAt()).isEqualTo(NOON.plusSeconds(4));
        assertThat(tally("...FFF...").firstFailureAt()).isNull();
        assertThat(tally("...F.F").firstFailureAt()).isEqualTo(NOON.plusSeconds(4));
        assertThat(tally("...F..").firstFailureAt()).as("forgiven").isNull();
        assertThat(tally("...F..FFF").firstFailureAt())
                .as("a shake before is no part of the outage")
                .isEqualTo(NOON.plusSeconds(7));
    }

    @Test
    void aSteadyEndpointHasASteadyTally() {
        assertThat(tally("....................").judgesLike(tally("...............")))
                .isTrue();
        assertThat(tally("FFFFFFFFFFFFFFFFFFFF").judgesLike(tally("FFFFFFFFFFFFFFF")))
                .isTrue();
        assertThat(tally("...............F").judgesLike(tally("...............")))
                .isFalse();
    }

    @Test
    void theVerdictNeedsAMajorityOfVotesAndTheMinimumOfLocations() {
        assertThat(verdict("")).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict("D")).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict("UU")).isEqualTo(Verdict.UP);
        assertThat(verdict("DD")).isEqualTo(Verdict.DOWN);
        assertThat(verdict("UD")).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict("UUD")).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict("UDD")).isEqualTo(Verdict.DOWN);
        assertThat(verdict("UDDD")).isEqualTo(Verdict.DOWN);
        assertThat(verdict("UUDD")).isEqualTo(Verdict.SUSPECT);
        assertThat(verdict("?DD")).isEqualTo(Verdict.DOWN);
        assertThat(verdict("??D")).isEqualTo(Verdict.UNKNOWN);
    }

    private static Verdict verdict(String votes) {
        long down = votes.chars().filter(c -> c == 'D').count();
        long up = votes.chars().filter(c -> c == 'U').count();
        return Verdict.of((int) down, (int) up, 2);
    }

    private static Vote vote(String picture) {
        return picture.isEmpty() ? Vote.UNKNOWN : tally(picture).vote();
    }

    private static Tally tally(String picture) {
        Instant at = NOON;
        Tally tally = null;
        long sequence = 0;
        for (int i = 0; i < picture.length(); i++) {
            char c = picture.charAt(i);
            at = at.plusSeconds(c == '_' ? 10 : 1);
            if (c != '_') {
                CheckSeen check = Fixture.check(at, "primary", "a", "boot", ++sequence, c);
                tally = (tally == null ? Tally.first(check) : tally).with(check, POLICY);
            }
        }
        if (tally == null) {
            throw new AssertionError("an empty picture");
        }
        return tally;
    }
}
