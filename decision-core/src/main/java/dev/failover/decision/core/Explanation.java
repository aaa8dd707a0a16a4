package dev.failover.decision.core;

import java.time.Instant;
import java.util.List;

/**
 * Why the name is where it is.
 *
 * @param since when the diagnosis began
 * @param sentence what is the case, and what is done about it
 * @param blocks what keeps the name from moving, one sentence each; empty where nothing is to move
 * @param wouldChange what would change the outcome
 */
public record Explanation(
        Diagnosis diagnosis, Instant since, String sentence, List<String> blocks, String wouldChange) {

    static final Explanation NONE =
            new Explanation(Diagnosis.NOT_CLAIMED, Instant.EPOCH, "not judged yet", List.of(), "the first judgement");

    public Explanation {
        blocks = List.copyOf(blocks);
    }

    Explanation since(Instant time) {
        return new Explanation(diagnosis, time, sentence, blocks, wouldChange);
    }
}
