package dev.failover.decision.core;

/**
 * Why the name is where it is.
 *
 * @param sentence what is the case, and what is done about it
 * @param wouldChange what would change the outcome
 */
public record Explanation(Diagnosis diagnosis, String sentence, String wouldChange) {}
