package dev.failover.dns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops asking a provider that does not answer (scenario 51): open after {@value #FAILURES} failures in a row over {@link
 * #FOR_AS_LONG}; then one call each {@link #TRIAL_EVERY} goes through as a trial, and the first that is answered closes it.
 * A refusal is an answer.
 */
final class Circuit {

    static final int FAILURES = 5;
    static final Duration FOR_AS_LONG = Duration.ofSeconds(10);
    static final Duration TRIAL_EVERY = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Circuit.class);

    private final String what;
    private final Clock clock;
    private int failures;
    private String openedBy = "";
    private @Nullable Instant failingSince;
    private @Nullable Instant lastTrial;

    /**
     * A closed one.
     *
     * @param what goes through it, as people read it
     */
    Circuit(String what, Clock clock) {
        this.what = what;
        this.clock = clock;
    }

    /** Why a call is not to be made, if so; one that may be made while the circuit is open is a trial. */
    synchronized Optional<String> objection() {
        if (lastTrial == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (Duration.between(lastTrial, now).compareTo(TRIAL_EVERY) < 0) {
            return whyOpen();
        }
        lastTrial = now;
        return Optional.empty();
    }

    synchronized void answered() {
        if (lastTrial != null) {
            log.info("{} are answered again, after {}", what, Duration.between(failingSince, clock.instant()));
        }
        failures = 0;
        failingSince = null;
        lastTrial = null;
    }

    synchronized void failed(String why) {
        Instant now = clock.instant();
        failures++;
        if (failingSince == null) {
            failingSince = now;
        }
        boolean forLong = Duration.between(failingSince, now).compareTo(FOR_AS_LONG) >= 0;
        if (lastTrial == null && failures >= FAILURES && forLong) {
            lastTrial = now;
            openedBy = why;
            log.warn("{}; one is tried each {} s", whyOpen().orElseThrow(), TRIAL_EVERY.toSeconds());
        }
    }

    /** The same sentence for as long as it lasts, so that it is told once. */
    synchronized Optional<String> whyOpen() {
        return lastTrial == null
                ? Optional.empty()
                : Optional.of(what + " fail since " + failingSince + ", none is made for now: " + openedBy);
    }
}
