package dev.failover.dns.plan;

/** What comes of a decision, given what the zone holds. */
public sealed interface Planned {

    /** The zone is to be changed. */
    record Change(Plan plan) implements Planned {}

    /**
     * The zone is as the decision wants it: it was carried out before, or there is nothing to claim. Nothing is written;
     * it is confirmed again.
     *
     * @param epoch what the fence holds
     * @param endpoint which the name has
     */
    record Done(long epoch, String endpoint, RecordSnapshot record, FenceSnapshot fence) implements Planned {}

    /** Nothing is written, and somebody should know why. */
    record Refused(String reason) implements Planned {}
}
