package dev.failover.notify;

import java.time.Instant;

/**
 * What people and their queues are told about one event.
 *
 * @param id the same whenever the same event is told again: receivers drop duplicates by it
 * @param kind TRANSITION, DECISION or CHANGE with its status, for filters
 * @param epoch of the decision; 0 for a transition
 * @param subject one line, printable ASCII, at most {@link #MAX_SUBJECT} characters
 * @param text for a person
 * @param json the event itself, for machines
 */
public record Notice(
        String id,
        String service,
        String kind,
        Severity severity,
        long epoch,
        Instant at,
        String subject,
        String text,
        String json) {

    /** SNS takes fewer than 100 characters. */
    public static final int MAX_SUBJECT = 99;

    /** How soon somebody should look. */
    public enum Severity {
        /** Nobody has to. */
        INFO,
        /** In working hours, or when it stays. */
        WARNING,
        /** Now. */
        CRITICAL
    }

    public Notice {
        subject = oneLine(subject);
    }

    /** Scenario 64: SNS refuses line breaks, control characters and 100 characters or more; mail wants ASCII. */
    private static String oneLine(String text) {
        String ascii = text.replaceAll("[^\\x20-\\x7E]+", " ").strip();
        String begun = ascii.isEmpty() || !Character.isLetterOrDigit(ascii.charAt(0)) ? "failover " + ascii : ascii;
        return begun.length() <= MAX_SUBJECT ? begun : begun.substring(0, MAX_SUBJECT - 3) + "...";
    }
}
