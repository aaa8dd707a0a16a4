package dev.failover.decision.core;

/** What the quorum of locations holds of one endpoint. */
public enum Verdict {
    /** Every vote is UP. */
    UP,
    /** More than half of the votes are DOWN. */
    DOWN,
    /** The locations disagree: some votes are DOWN, but not more than half. */
    SUSPECT,
    /** Fewer than the minimum of locations have a vote. Never moves anything. */
    UNKNOWN;

    /** Votes that are UNKNOWN, of blind and of silent locations, are in neither number. */
    static Verdict of(int down, int up, int minLocations) {
        if (down + up < minLocations) {
            return UNKNOWN;
        } else if (down == 0) {
            return UP;
        }
        return down > up ? DOWN : SUSPECT;
    }
}
