package dev.failover.cli.backtest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where names should have been, as somebody who knows marked it. */
record Truth(List<Interval> intervals) {

    static final String ANY = "any";
    static final Truth NONE = new Truth(List.of());

    /**
     * From one time up to, not including, another.
     *
     * @param endpoint where the name should be, or {@link #ANY}: wherever it is, it is right
     */
    record Interval(String service, Instant from, Instant to, String endpoint) {

        boolean covers(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }

        boolean isAny() {
            return endpoint.equals(ANY);
        }
    }

    Truth {
        intervals = List.copyOf(intervals);
    }

    List<Interval> of(String service) {
        return intervals.stream()
                .filter(interval -> interval.service().equals(service))
                .toList();
    }

    Optional<Interval> at(String service, Instant time) {
        return of(service).stream().filter(interval -> interval.covers(time)).findFirst();
    }
}
