package dev.failover.benchmarks.judgement;

/** What is really the case with an endpoint. */
enum Truth {
    SERVES,
    /** Bad enough to leave and good enough to stay. */
    EITHER,
    FAILS
}
