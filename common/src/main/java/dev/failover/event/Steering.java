package dev.failover.event;

import java.time.Instant;

/**
 * Where a name shall be, for the provider that needs no change in DNS: the newest record of a service is served by every
 * steering endpoint, and the zone's health checks look at those.
 *
 * @param owner the deployment that manages the record
 * @param epoch of the decision; grows with each one
 * @param decisionId of the decision that put the name there
 * @param endpoint that the name shall have
 * @param target what DNS answers for that endpoint
 * @param since when it was written
 */
public record Steering(
        String service,
        String owner,
        long epoch,
        String decisionId,
        String endpoint,
        Target target,
        DnsRecord record,
        Instant since)
        implements Event {

    public Steering {
        Require.name("service", service);
        Require.name("owner", owner);
        Require.between("epoch", 1, Long.MAX_VALUE, epoch);
        Require.text("decisionId", decisionId);
        Require.name("endpoint", endpoint);
        Require.present("target", target);
        Require.present("record", record);
        Require.present("since", since);
    }

    @Override
    public String eventId() {
        return service + "/" + epoch + "/" + decisionId;
    }
}
