package dev.failover.benchmarks.judgement;

import java.util.Locale;

/** Where a name can be. */
enum Place {
    PRIMARY,
    SECONDARY,
    /** The rule gives no answer at all. */
    NOWHERE;

    String lower() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The two that can serve. */
    static Place[] endpoints() {
        return new Place[] {PRIMARY, SECONDARY};
    }
}
