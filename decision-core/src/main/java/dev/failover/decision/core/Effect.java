package dev.failover.decision.core;

import java.time.Instant;

/** What the shell is to publish, or to count. */
public sealed interface Effect permits Effect.VerdictChanged, Effect.Decide, Effect.CheckIgnored {

    /** An endpoint's verdict is another than before. */
    record VerdictChanged(String endpoint, Verdict from, Verdict to, ByName<Vote> votes, String reason, Instant at)
            implements Effect {}

    /**
     * Publish a decision.
     *
     * @param intent what was decided
     * @param again whether it was published before: then as it was, whatever the specification says now (scenario 30)
     * @param shadow to be planned, not carried out
     * @param evidence the votes that it rests on, by endpoint and location
     */
    record Decide(Intent intent, boolean again, boolean shadow, ByName<ByName<Vote>> evidence) implements Effect {}

    /** A check was not counted. */
    record CheckIgnored(String endpoint, String location, String why) implements Effect {}
}
