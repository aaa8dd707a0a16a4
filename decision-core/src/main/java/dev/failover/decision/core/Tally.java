package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one location has seen of one endpoint, and the vote that follows. Counters stop at their thresholds, so that a
 * steady endpoint has a steady tally.
 *
 * @param failures not forgiven yet
 * @param passes in a row
 * @param window the last checks, newest in the lowest bit, 1 = failed
 * @param windowLength how many of the window's bits are filled
 * @param boot the prober's process; with {@code sequence} it tells duplicates and order
 * @param lastSeen when the location was last heard of this endpoint, whatever it said
 * @param lastCounted when a check last counted: PASS or FAIL, not the prober's own fault
 * @param firstFailureAt when the first of the failures that are not forgiven was seen
 * @param blind whether the location cannot see at all
 * @param high the graded figures that are above their high mark and not yet below the low one
 * @param why the class of the last failure; null after a pass, unless the vote is DOWN still
 * @param unready why the endpoint must not take the name, as last told
 * @param behind the least delay seen of this boot: how far the prober's clock is off
 * @param late checks in a row that came too late, or from the future, to count
 */
public record Tally(
        Vote vote,
        int failures,
        int passes,
        long window,
        int windowLength,
        String boot,
        long sequence,
        Instant lastSeen,
        Instant lastCounted,
        @Nullable Instant firstFailureAt,
        boolean blind,
        Set<String> high,
        @Nullable String why,
        @Nullable String unready,
        Duration behind,
        int late) {

    /** So many checks in a row are not late: the prober's clock was set back. */
    private static final int CLOCK_WAS_SET_BACK = 10;

    /** The same for the other direction, in which no backlog can lie. */
    private static final int CLOCK_WAS_SET_AHEAD = 3;

    /** A location that has not been heard of yet, or whose past says nothing about now. */
    static Tally first(CheckSeen check) {
        return new Tally(
                Vote.UNKNOWN,
                0,
                0,
                0,
                0,
                check.boot(),
                check.sequence() - 1,
                check.at(),
                check.at(),
                null,
                false,
                Set.of(),
                null,
                null,
                check.behind(),
                0);
    }

    /** Whether this check, or a later one of the same boot, was counted already: a duplicate, or overtaken (scenario 15). */
    boolean hasCounted(CheckSeen check) {
        return check.sequence() <= sequence && check.boot().equals(boot);
    }

    /**
     * The same with one check more. A prober that was started anew begins anew: one that restarts in a loop never gets a
     * vote (scenario 17).
     */
    Tally with(CheckSeen check, Policy policy) {
        boolean sameBoot = check.boot().equals(boot);
        boolean ignored = isLate(check, policy)
                ? late + 1 < CLOCK_WAS_SET_BACK
                : isFromTheFuture(check, policy) && late + 1 < CLOCK_WAS_SET_AHEAD;
        if (sameBoot && ignored) {
            return heard(check, why, behind, late + 1);
        }
        // What was counted before a silence, too, says nothing about now.
        boolean anew = !sameBoot || blind || isStale(check.at(), policy.staleAfter());
        Tally before = anew ? Tally.first(check) : this;
        return switch (check.outcome()) {
            case PASS -> before.graded(check, policy);
            case FAIL -> before.failed(check, policy.thresholds(), high, check.failure());
            // Nothing is known of the endpoint from this check; it does not keep the vote alive either.
            case PROBER_ERROR ->
                (sameBoot ? this : before).heard(check, whyAfterOwnFault(check, policy), least(check), 0);
            case BLIND -> Tally.first(check).blinded(check);
        };
    }

    /** What made a vote DOWN is why it is, while it counts; a vote that has expired has this for its reason. */
    private @Nullable String whyAfterOwnFault(CheckSeen check, Policy policy) {
        return voteAt(check.at(), policy.staleAfter()) == Vote.DOWN ? why : check.failure();
    }

    /** Whether it was on its way for so long that it says nothing about now, whatever the prober's clock says. */
    private boolean isLate(CheckSeen check, Policy policy) {
        return check.behind().minus(behind).compareTo(policy.staleAfter()) > 0;
    }

    /** Whether it began later than the prober's clock, as it was until now, allows (scenario 15). */
    private boolean isFromTheFuture(CheckSeen check, Policy policy) {
        return behind.minus(check.behind()).compareTo(policy.staleAfter()) > 0;
    }

    /** Noted that it was heard of; nothing is counted. */
    private Tally heard(CheckSeen check, @Nullable String whyNow, Duration behindNow, int lateNow) {
        return new Tally(
                vote,
                failures,
                passes,
                window,
                windowLength,
                check.boot(),
                check.sequence(),
                check.at(),
                lastCounted,
                firstFailureAt,
                blind,
                high,
                whyNow,
                unready,
                behindNow,
                lateNow);
    }

    private Tally blinded(CheckSeen check) {
        return new Tally(
                Vote.UNKNOWN,
                0,
                0,
                0,
                0,
                check.boot(),
                check.sequence(),
                check.at(),
                check.at(),
                null,
                true,
                Set.of(),
                "BLIND",
                null,
                check.behind(),
                0);
    }

    /** A check that passed fails all the same while one of its figures is too high. */
    private Tally graded(CheckSeen check, Policy policy) {
        if (policy.marks().isEmpty()) {
            return passed(check, policy.thresholds());
        }
        Set<String> highNow = new TreeSet<>(high);
        policy.marks().forEach((name, mark) -> {
            Double figure = check.measure(name);
            if (figure != null && figure >= mark.high()) {
                highNow.add(name);
            } else if (figure != null && figure <= mark.low()) {
                highNow.remove(name);
            }
        });
        return highNow.isEmpty()
                ? passed(check, policy.thresholds())
                : failed(check, policy.thresholds(), Set.copyOf(highNow), String.join("+", highNow) + " high");
    }

    private Tally failed(CheckSeen check, Thresholds thresholds, Set<String> highNow, @Nullable String failure) {
        int failuresNow = Math.min(failures + 1, thresholds.down());
        long windowNow = slide(1, thresholds);
        boolean down = failuresNow >= thresholds.down() || Long.bitCount(windowNow) >= thresholds.windowFailures();
        return new Tally(
                down ? Vote.DOWN : vote,
                failuresNow,
                0,
                windowNow,
                Math.min(windowLength + 1, thresholds.windowSize()),
                check.boot(),
                check.sequence(),
                check.at(),
                check.at(),
                firstFailureAt == null ? check.at() : firstFailureAt,
                false,
                highNow,
                failure,
                unready,
                least(check),
                0);
    }

    private Tally passed(CheckSeen check, Thresholds thresholds) {
        int passesNow = Math.min(passes + 1, Math.max(thresholds.up(), thresholds.forgive()));
        boolean up = vote != Vote.UP && passesNow >= thresholds.up();
        boolean forgiven = up || (vote != Vote.DOWN && passesNow >= thresholds.forgive());
        // Up again is a fresh start: else the window's old failures would take it down with the next one.
        long windowNow = up ? 0 : slide(0, thresholds);
        return new Tally(
                up ? Vote.UP : vote,
                forgiven ? 0 : failures,
                passesNow,
                windowNow,
                up ? 0 : Math.min(windowLength + 1, thresholds.windowSize()),
                check.boot(),
                check.sequence(),
                check.at(),
                check.at(),
                forgiven ? null : firstFailureAt,
                false,
                Set.of(),
                vote == Vote.DOWN && !up ? why : null,
                check.unready(),
                least(check),
                0);
    }

    /** The least delay, or, after a row of late ones, what the prober's clock makes of it now. */
    private Duration least(CheckSeen check) {
        boolean wasSet = late + 1 >= CLOCK_WAS_SET_BACK;
        return wasSet || check.behind().compareTo(behind) < 0 ? check.behind() : behind;
    }

    private long slide(int bit, Thresholds thresholds) {
        long mask = thresholds.windowSize() == 64 ? -1L : (1L << thresholds.windowSize()) - 1;
        return ((window << 1) | bit) & mask;
    }

    private boolean isStale(Instant now, Duration staleAfter) {
        return Duration.between(lastCounted, now).compareTo(staleAfter) > 0;
    }

    /** The vote as it counts now: none after a silence (scenario 4). */
    Vote voteAt(Instant now, Duration staleAfter) {
        return isStale(now, staleAfter) ? Vote.UNKNOWN : vote;
    }

    /** Whether the endpoint answers here, as far as the last checks tell. */
    boolean answers() {
        return vote == Vote.UP && failures == 0 && why == null;
    }

    /** Whether it differs in nothing but when and by which process it was last seen. */
    boolean judgesLike(Tally other) {
        return vote == other.vote
                && failures == other.failures
                && passes == other.passes
                && window == other.window
                && windowLength == other.windowLength
                && blind == other.blind
                && high.equals(other.high)
                && Objects.equals(why, other.why)
                && Objects.equals(unready, other.unready)
                && boot.equals(other.boot);
    }
}
