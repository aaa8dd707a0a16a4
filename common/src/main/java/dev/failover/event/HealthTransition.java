package dev.failover.event;

import java.time.Instant;
import java.util.List;

/** An endpoint's verdict changed; with the votes that made it. */
public record HealthTransition(
        String service, String endpoint, Verdict from, Verdict to, List<LocationVote> votes, String reason, Instant at)
        implements Event {

    public HealthTransition {
        Require.name("service", service);
        Require.name("endpoint", endpoint);
        Require.present("from", from);
        Require.present("to", to);
        votes = List.copyOf(Require.present("votes", votes));
        Require.text("reason", reason);
        Require.present("at", at);
    }

    @Override
    public String eventId() {
        return service + "/" + endpoint + "/" + at.toEpochMilli() + "/" + to;
    }
}
