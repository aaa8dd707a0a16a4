package dev.failover.decision.core;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one endpoint.
 *
 * @param since when the verdict became what it is
 * @param tallies by location
 * @param falls when it last went DOWN, oldest first, as many as make flapping
 * @param lag by how much its data is behind, where that was ever told
 * @param residue how much it is still used, where the name has left it
 */
public record Endpoint(
        Verdict verdict,
        Instant since,
        ByName<Tally> tallies,
        List<Instant> falls,
        @Nullable Lag lag,
        @Nullable Residue residue) {

    public Endpoint {
        falls = List.copyOf(falls);
    }

    static Endpoint unknown(Instant since) {
        return new Endpoint(Verdict.UNKNOWN, since, ByName.none(), List.of(), null, null);
    }

    Endpoint with(String location, Tally tally, @Nullable Lag lagNow) {
        return new Endpoint(verdict, since, tallies.with(location, tally), falls, lagNow, residue);
    }

    Endpoint withResidue(@Nullable Residue next) {
        return Objects.equals(next, residue) ? this : new Endpoint(verdict, since, tallies, falls, lag, next);
    }

    /** The same with what a check says of the clients that it still has. */
    Endpoint usedAs(CheckSeen check, Policy policy) {
        return residue == null ? this : withResidue(residue.seen(check, tallies.size(), policy.staleAfter()));
    }

    /** The same with what is held of those clients now. */
    Endpoint withResidueAt(Instant now, Policy policy, boolean active) {
        ResidueRule rule = policy.residue();
        if (residue == null) {
            return this;
        }
        return withResidue(
                active || rule == null ? null : residue.judged(rule, tallies.size(), policy.staleAfter(), now));
    }

    /** The same with the verdict that the votes make now. */
    Endpoint judged(Policy policy, Instant now) {
        Verdict next =
                Verdict.of(countOf(Vote.DOWN, policy, now), countOf(Vote.UP, policy, now), policy.minLocations());
        if (next == verdict) {
            return this;
        }
        return new Endpoint(next, now, tallies, next == Verdict.DOWN ? fallsWith(now, policy) : falls, lag, residue);
    }

    private List<Instant> fallsWith(Instant now, Policy policy) {
        int kept = policy.flapping().falls();
        return Stream.concat(falls.stream(), Stream.of(now))
                .skip(Math.max(0, falls.size() + 1 - kept))
                .toList();
    }

    /** Whether it went down too often of late to be trusted with the name again by itself (scenario 13). */
    boolean isFlapping(Policy policy, Instant now) {
        Flapping rule = policy.flapping();
        return falls.size() >= rule.falls()
                && now.isBefore(falls.get(falls.size() - rule.falls()).plus(rule.within()));
    }

    /** The votes by location as they count now. */
    ByName<Vote> votes(Policy policy, Instant now) {
        return tallies.map((location, tally) -> tally.voteAt(now, policy.staleAfter()));
    }

    private int countOf(Vote vote, Policy policy, Instant now) {
        int count = 0;
        for (int i = 0; i < tallies.size(); i++) {
            count += tallies.valueAt(i).voteAt(now, policy.staleAfter()) == vote ? 1 : 0;
        }
        return count;
    }

    /** Whether a check has failed here of late that is not forgiven yet. */
    boolean isShaking(Policy policy, Instant now) {
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.valueAt(i);
            boolean fresh = now.isBefore(tally.lastCounted().plus(policy.staleAfter()));
            if (tally.failures() > 0 && fresh) {
                return true;
            }
        }
        return false;
    }

    /** In how many locations the last check passed, and was seen after this. */
    int passedSince(Instant time) {
        int count = 0;
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.valueAt(i);
            count += tally.answers() && tally.lastCounted().isAfter(time) ? 1 : 0;
        }
        return count;
    }

    /** Why it must not take the name although it serves, where a location that counts now says so. */
    @Nullable
    String unready(Policy policy, Instant now) {
        return tallies.values()
                .filter(tally -> tally.voteAt(now, policy.staleAfter()) != Vote.UNKNOWN)
                .map(Tally::unready)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** When the first failure was seen that a location's DOWN vote rests on. */
    @Nullable
    Instant firstFailureAt() {
        return tallies.values()
                .filter(tally -> tally.vote() == Vote.DOWN)
                .map(Tally::firstFailureAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** For example {@code DOWN in 2 of 3 locations (TIMEOUT)}. */
    String said(Policy policy, Instant now) {
        int down = countOf(Vote.DOWN, policy, now);
        int up = countOf(Vote.UP, policy, now);
        return switch (verdict) {
            case UP -> "UP in " + up + " of " + (up + down) + " locations";
            case DOWN -> "DOWN in " + down + " of " + (up + down) + " locations" + reasons(policy, now, Vote.DOWN);
            case SUSPECT ->
                "SUSPECT (DOWN in " + named(policy, now, Vote.DOWN) + ", UP in " + named(policy, now, Vote.UP) + ")";
            case UNKNOWN ->
                "UNKNOWN (" + (up + down) + " of at least " + policy.minLocations() + " locations have a vote"
                        + blindOnes() + ")" + reasons(policy, now, Vote.UNKNOWN);
        };
    }

    private String named(Policy policy, Instant now, Vote vote) {
        return tallies.stream()
                .filter(entry -> entry.value().voteAt(now, policy.staleAfter()) == vote)
                .map(ByName.Entry::name)
                .collect(Collectors.joining(" and "));
    }

    private String blindOnes() {
        String blind = tallies.stream()
                .filter(entry -> entry.value().blind())
                .map(ByName.Entry::name)
                .collect(Collectors.joining(", "));
        return blind.isEmpty() ? "" : "; blind: " + blind;
    }

    private String reasons(Policy policy, Instant now, Vote vote) {
        Collection<String> reasons = new TreeSet<>();
        tallies.values()
                .filter(tally -> tally.voteAt(now, policy.staleAfter()) == vote)
                .map(Tally::why)
                .filter(Objects::nonNull)
                .forEach(reasons::add);
        return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
    }

    boolean judgesLike(Endpoint other) {
        return verdict == other.verdict
                && falls.equals(other.falls)
                && (lag == null) == (other.lag == null)
                && (residue == null) == (other.residue == null)
                && (residue == null || residue.judgesLike(Objects.requireNonNull(other.residue)))
                && tallies.names().equals(other.tallies.names())
                && tallies.stream()
                        .allMatch(entry ->
                                entry.value().judgesLike(Objects.requireNonNull(other.tallies.get(entry.name()))));
    }
}
