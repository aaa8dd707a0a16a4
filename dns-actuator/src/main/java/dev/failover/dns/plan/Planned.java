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
     * @param holding which endpoint has the name, and which a part of the answers
     */
    record Done(long epoch, Holding holding, RecordSnapshot record, FenceSnapshot fence) implements Planned {

        /** The one that has the name. */
        public String endpoint() {
            return holding.endpoint();
        }
    }

    /** Nothing is written, and somebody should know why. */
    record Refused(String reason) implements Planned {}
}
