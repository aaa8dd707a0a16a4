package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import java.util.List;

/** The authoritative name servers of a zone, asked themselves. */
interface NameServers {

    /** Asks all of them; blocks. */
    Answer ask(DnsRecord record, RecordSnapshot planned, FenceSnapshot fence);

    /**
     * What they said.
     *
     * @param asPlanned which answer as planned
     * @param otherwise which answer something else, each with what it says
     * @param silent which gave no answer, each with why: that tells nothing of what they hold
     */
    record Answer(List<String> asPlanned, List<String> otherwise, List<String> silent) {

        /** A zone without name servers of its own, or the setting to ask nobody. */
        boolean nobodyAsked() {
            return asPlanned.isEmpty() && otherwise.isEmpty() && silent.isEmpty();
        }
    }
}
