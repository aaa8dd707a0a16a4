package dev.failover.cli.tape;

import java.util.function.Consumer;

/** Something that events can be played from, the oldest first, without holding all of them. */
@FunctionalInterface
public interface Tape {

    /**
     * Plays all.
     *
     * @throws IllegalArgumentException when something on it cannot be used, saying where
     */
    void play(Consumer<Recorded> each);
}
