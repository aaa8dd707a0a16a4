package dev.failover.benchmarks.judgement;

/**
 * What a look at an endpoint finds.
 *
 * @param good whether the answer is a good one
 * @param afterMillis when the answer comes, {@link Long#MAX_VALUE} for never
 */
record Sight(boolean good, long afterMillis) {

    static final Sight WELL = new Sight(true, 20);

    /** It answers at once that it cannot serve: a refused connection, a 503. */
    static final Sight REFUSED = new Sight(false, 20);

    /** Nothing comes back. */
    static final Sight SILENT = new Sight(false, Long.MAX_VALUE);

    boolean passes(long timeoutMillis) {
        return good && afterMillis <= timeoutMillis;
    }
}
