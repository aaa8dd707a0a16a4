package dev.failover.probe;

import java.time.Duration;

/** By how much checks start late by chance. */
public final class Jitter {

    private static final Duration MOST = Duration.ofMillis(50);
    private static final int SHARE = 20;

    private Jitter() {}

    /** The most where checks are this far apart. */
    public static Duration most(Duration gap) {
        Duration share = gap.dividedBy(SHARE);
        return share.compareTo(MOST) < 0 ? share : MOST;
    }
}
