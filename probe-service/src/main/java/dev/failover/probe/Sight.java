package dev.failover.probe;

import java.util.function.Consumer;

/** Whether this location can see at all; asked before anything is said of a target. */
@FunctionalInterface
interface Sight {

    /** Of a location that has nothing to tell it by: every finding is taken as it is. */
    Sight UNDOUBTED = (finding, then) -> then.accept(finding);

    /**
     * Hands on the finding, or that the location is blind, now or when that is known.
     *
     * @param then called once
     */
    void judged(Finding finding, Consumer<Finding> then);
}
