package dev.failover.decision.core;

import java.util.Collection;

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

    /** Votes that are UNKNOWN leave both sides of the fraction. */
    static Verdict of(Collection<Vote> votes, int minLocations) {
        long down = votes.stream().filter(vote -> vote == Vote.DOWN).count();
        long up = votes.stream().filter(vote -> vote == Vote.UP).count();
        if (down + up < minLocations) {
            return UNKNOWN;
        }
        if (down == 0) {
            return UP;
        }
        return down > up ? DOWN : SUSPECT;
    }
}
