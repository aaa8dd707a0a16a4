package dev.failover.notify;

import dev.failover.service.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What people and their queues are told about one event. Holds no secret: text and JSON are redacted here, whatever the
 * event said.
 *
 * @param id the same whenever the same thing is told again: receivers drop duplicates by it
 * @param kind TRANSITION, DECISION or CHANGE with its status, for filters
 * @param epoch of the decision; 0 for a transition
 * @param at when it happened
 * @param late whether it is told so long after it happened that it may be overtaken
 * @param subject of names alone: one line, printable ASCII, at most {@link #MAX_SUBJECT} characters, begins with a letter or digit
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
        boolean late,
        String subject,
        String text,
        String json) {

    /** SNS takes fewer than 100 characters. */
    public static final int MAX_SUBJECT = 99;

    /** Longer than a channel is tried, and than clocks differ. */
    static final Duration LATE_AFTER = Duration.ofMinutes(15);

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
        text = Redaction.of(text);
        json = Redaction.ofJson(json);
    }

    /** Scenario 64: SNS refuses line breaks, control characters and 100 characters or more; mail wants ASCII. */
    private static String oneLine(String text) {
        String ascii = text.replaceAll("[^\\x21-\\x7E]+", " ").strip();
        String begun = !ascii.isEmpty() && Character.isLetterOrDigit(ascii.charAt(0)) ? ascii : "failover " + ascii;
        String line = begun.strip();
        return line.length() <= MAX_SUBJECT ? line : line.substring(0, MAX_SUBJECT - 3) + "...";
    }

    /** The same as it is told now: what is old is called late, so that nobody takes history for news. */
    Notice toldAt(Instant now) {
        Duration age = Duration.between(at, now);
        if (late || age.compareTo(LATE_AFTER) <= 0) {
            return this;
        }
        String ago = Durations.text(Duration.ofMinutes(age.toMinutes()));
        String lateText = "Late: this happened at " + at.truncatedTo(ChronoUnit.SECONDS) + ", " + ago
                + " before this notice, and later events may have overtaken it.\n\n" + text;
        return new Notice(id, service, kind, severity, epoch, at, true, "Late: " + subject, lateText, json);
    }
}
