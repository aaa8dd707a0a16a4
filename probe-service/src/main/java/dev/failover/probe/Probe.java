package dev.failover.probe;

import io.vertx.core.Future;

/** One kind of check of one endpoint. Called on an event loop, and never twice at the same time. */
@FunctionalInterface
public interface Probe {

    /**
     * Runs one check. Whatever it opens it gives to the scope, which is closed when the check is over, however it ended:
     * the schedule cuts off a check that does not end by itself.
     *
     * @return what was found; a failed future counts as the prober's own error
     */
    Future<Finding> check(CheckScope scope);

    /** Lets go of what is kept between checks; no check follows. */
    default void close() {}
}
