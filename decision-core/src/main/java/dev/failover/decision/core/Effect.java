package dev.failover.decision.core;

import java.time.Instant;
import java.util.SortedMap;

/** What the shell is to publish. */
public sealed interface Effect permits Effect.VerdictChanged, Effect.Decide {

    /** An endpoint's verdict is another than before. */
    record VerdictChanged(
            String endpoint, Verdict from, Verdict to, SortedMap<String, Vote> votes, String reason, Instant at)
            implements Effect {}

    /**
     * Publish a decision.
     *
     * @param intent what was decided
     * @param shadow to be planned, not carried out
     * @param evidence the votes that it rests on, by endpoint and location
     */
    record Decide(Intent intent, boolean shadow, SortedMap<String, SortedMap<String, Vote>> evidence)
            implements Effect {}
}
