package dev.failover.decision.core;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one endpoint.
 *
 * @param since when the verdict became what it is
 * @param tallies by location
 */
public record Endpoint(Verdict verdict, Instant since, SortedMap<String, Tally> tallies) {

    public Endpoint {
        tallies = Collections.unmodifiableSortedMap(new TreeMap<>(tallies));
    }

    static Endpoint unknown(Instant since) {
        return new Endpoint(Verdict.UNKNOWN, since, new TreeMap<>());
    }

    Endpoint with(CheckSeen check, Policy policy) {
        SortedMap<String, Tally> next = new TreeMap<>(tallies);
        Tally before = next.getOrDefault(check.location(), Tally.first(check));
        next.put(check.location(), before.with(check, policy));
        return new Endpoint(verdict, since, next);
    }

    /** The same with the verdict that the votes make now. */
    Endpoint judged(Policy policy, Instant now) {
        Verdict next = Verdict.of(votes(policy, now).values(), policy.minLocations());
        return next == verdict ? this : new Endpoint(next, now, tallies);
    }

    /** The votes by location as they count now. */
    SortedMap<String, Vote> votes(Policy policy, Instant now) {
        SortedMap<String, Vote> votes = new TreeMap<>();
        tallies.forEach((location, tally) -> votes.put(location, tally.voteAt(now, policy.staleAfter())));
        return votes;
    }

    /** When the first failure was seen that a location's DOWN vote rests on. */
    @Nullable
    Instant firstFailureAt() {
        return tallies.values().stream()
                .filter(tally -> tally.vote() == Vote.DOWN)
                .map(Tally::firstFailureAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** For example {@code DOWN in 2 of 3 locations}. */
    String said(Policy policy, Instant now) {
        Map<Vote, Long> counts = votes(policy, now).values().stream()
                .collect(Collectors.groupingBy(vote -> vote, Collectors.counting()));
        long down = counts.getOrDefault(Vote.DOWN, 0L);
        long up = counts.getOrDefault(Vote.UP, 0L);
        return switch (verdict) {
            case UP -> "UP in " + up + " of " + (up + down) + " locations";
            case DOWN -> "DOWN in " + down + " of " + (up + down) + " locations";
            case SUSPECT -> "SUSPECT (DOWN in " + down + ", UP in " + up + " locations)";
            case UNKNOWN ->
                "UNKNOWN (" + (up + down) + " of at least " + policy.minLocations() + " locations have a vote)";
        };
    }

    boolean judgesLike(Endpoint other) {
        return verdict == other.verdict
                && tallies.keySet().equals(other.tallies.keySet())
                && tallies.entrySet().stream()
                        .allMatch(tally ->
                                tally.getValue().judgesLike(Objects.requireNonNull(other.tallies.get(tally.getKey()))));
    }
}
