package dev.failover.simulation;

/** Told before and after everything that a process does to the world outside it; may end the process there. */
interface SideEffects {

    /** What happens to it. */
    enum Fate {
        DONE,
        /** Not done, and the caller is told so. */
        FAILS,
        /** Done, but the caller is told that it failed. */
        ANSWER_LOST
    }

    /** The process ends here, as with kill -9. */
    final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where, null, false, false);
        }
    }

    /** About to be done. */
    Fate before(String effect);

    /** Done; the process does not know it yet. */
    void after(String effect);
}
