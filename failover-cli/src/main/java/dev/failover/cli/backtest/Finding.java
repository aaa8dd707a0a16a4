package dev.failover.cli.backtest;

import dev.failover.event.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one service.
 *
 * @param checks how many were read
 * @param moves the decisions that move the name
 * @param moreMoves beyond those that are kept
 * @param missed where the truth asked for a move that was not made
 * @param detection from the first failed check to each failover's decision
 * @param reaction from the beginning of a marked interval to the decision that followed it
 * @param flaps changes of each endpoint's verdict, the first one left out
 * @param trips votes that went DOWN, and votes that came within one failure of it
 * @param held when something was to be done and was not
 * @param moreHeld beyond those that are kept
 * @param chart for the timeline
 */
record Finding(
        String service,
        long checks,
        List<Move> moves,
        long moreMoves,
        List<Truth.Interval> missed,
        List<Duration> detection,
        List<Duration> reaction,
        Map<String, Integer> flaps,
        List<Trip> trips,
        List<Held> held,
        long moreHeld,
        Chart chart) {

    /** As the truth has it. */
    enum Judgement {
        RIGHT,
        FALSE,
        /** The truth says nothing of this time, or that any endpoint is right. */
        UNMARKED,
        /** A person said so. */
        ORDERED
    }

    record Move(Instant at, Decision.Kind kind, String from, String to, String reason, Judgement judgement) {}

    /** Of one endpoint, from one location. */
    record Trip(
            String endpoint,
            String location,
            int downs,
            int nearly,
            @Nullable Instant firstNearly) {}

    /** From the beginning until it was over, or the recording was. */
    record Held(Instant from, Instant to, String diagnosis, List<String> blocks) {}

    /**
     * What there is to draw.
     *
     * @param active where the name was
     * @param verdicts by endpoint
     * @param votes by endpoint and location
     */
    record Chart(Lane<String> active, Map<String, Lane<Look>> verdicts, Map<String, Map<String, Lane<Look>>> votes) {}

    long falseMoves() {
        return moves.stream()
                .filter(move -> move.judgement() == Judgement.FALSE)
                .count();
    }

    int flapCount() {
        return flaps.values().stream().mapToInt(Integer::intValue).sum();
    }
}
