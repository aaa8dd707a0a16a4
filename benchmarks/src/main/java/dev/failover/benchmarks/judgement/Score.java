package dev.failover.benchmarks.judgement;

import java.util.ArrayList;
import java.util.List;

/**
 * How well a rule did in a trace.
 *
 * @param falseMoves to an endpoint that fails, to nowhere while one serves, or away from a primary that serves
 * @param missed times that the name's endpoint failed and the other served, and the rule never moved
 * @param detectedMillis how long such times lasted until the rule moved, one figure each
 */
record Score(int changes, int falseMoves, int missed, List<Long> detectedMillis) {

    static Score of(Trace trace, List<Move> moves) {
        int falseMoves = 0;
        Place before = Place.PRIMARY;
        for (Move move : moves) {
            falseMoves += isFalse(trace, before, move) ? 1 : 0;
            before = move.to();
        }
        List<Long> detected = new ArrayList<>();
        int missed = 0;
        for (Failure failure : failures(trace, moves)) {
            if (failure.left()) {
                detected.add(failure.lengthMillis());
            } else {
                missed++;
            }
        }
        return new Score(moves.size(), falseMoves, missed, List.copyOf(detected));
    }

    private static boolean isFalse(Trace trace, Place from, Move move) {
        if (move.to() == Place.NOWHERE) {
            return anyServes(trace, move.atMillis());
        }
        return trace.truth(move.to(), move.atMillis()) == Truth.FAILS
                || (from == Place.PRIMARY && trace.truth(Place.PRIMARY, move.atMillis()) == Truth.SERVES);
    }

    private static boolean anyServes(Trace trace, long at) {
        for (Place place : Place.endpoints()) {
            if (trace.truth(place, at) == Truth.SERVES) {
                return true;
            }
        }
        return false;
    }

    /** A time in which the name's endpoint failed and the other served; left when a move ended it. */
    private record Failure(long lengthMillis, boolean left) {}

    /** Those that the truth began; one that a rule moves into by itself is a false move already. */
    private static List<Failure> failures(Trace trace, List<Move> moves) {
        List<Failure> failures = new ArrayList<>();
        for (long turn : trace.turns()) {
            Place place = placeAt(moves, turn);
            if (!isFailure(trace, place, turn) || isFailure(trace, place, turn - 1)) {
                continue;
            }
            long end = trace.turns().stream()
                    .filter(later -> later > turn && !isFailure(trace, place, later))
                    .findFirst()
                    .orElse(trace.lengthMillis());
            long left = moves.stream()
                    .map(Move::atMillis)
                    .filter(at -> at >= turn)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            failures.add(new Failure(Math.min(left, end) - turn, left < end));
        }
        return failures;
    }

    private static boolean isFailure(Trace trace, Place place, long at) {
        return place != Place.NOWHERE
                && trace.truth(place, at) == Truth.FAILS
                && trace.truth(other(place), at) == Truth.SERVES;
    }

    private static Place other(Place place) {
        return place == Place.PRIMARY ? Place.SECONDARY : Place.PRIMARY;
    }

    private static Place placeAt(List<Move> moves, long at) {
        Place place = Place.PRIMARY;
        for (Move move : moves) {
            place = move.atMillis() < at ? move.to() : place;
        }
        return place;
    }
}
