package dev.failover.event;

import java.time.Duration;

/**
 * When checks run, in every location.
 *
 * @param interval from the start of one check to the start of the next, 100 ms or more
 * @param confirmInterval the same while the endpoint is undecided: the shorter, the sooner a failure is confirmed, and the
 *     shorter a pause that moves the name
 * @param timeout of one check, from look-up to verdict; at most 60 s
 */
public record Probing(Duration interval, Duration confirmInterval, Duration timeout) {

    public static final Probing DEFAULT =
            new Probing(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    public Probing {
        Require.positive("probing.interval", interval);
        Require.positive("probing.confirmInterval", confirmInterval);
        Require.positive("probing.timeout", timeout);
        Require.between("probing.interval ms", 100, 3_600_000, interval.toMillis());
        Require.between("probing.confirmInterval ms", 50, interval.toMillis(), confirmInterval.toMillis());
        Require.between("probing.timeout ms", 10, 60_000, timeout.toMillis());
    }
}
