package dev.failover.service;

import java.util.Optional;

/** A thread that a service lives by: it is started once, says how it is, and ends when it is closed. */
public interface Worker extends AutoCloseable {

    void start();

    /** Why it counts as dead, if it does. */
    Optional<String> whyDead();

    /** Why it is not ready, if it is not. */
    Optional<String> whyNotReady();

    /** Blocks until what is in hand is done. */
    @Override
    void close();
}
