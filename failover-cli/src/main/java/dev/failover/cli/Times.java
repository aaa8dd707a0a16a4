package dev.failover.cli;

import dev.failover.service.Durations;
import java.time.Duration;

/** A length of time as it is given with an option. */
public final class Times {

    private Times() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException naming the option when it is no length of time, zero, or longer than allowed
     */
    public static Duration option(String name, String text, Duration longest) {
        Duration length;
        try {
            length = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
        if (length.isZero() || length.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    name + " must be longer than 0 and at most " + Durations.text(longest) + ", was '" + text + "'");
        }
        return length;
    }
}
