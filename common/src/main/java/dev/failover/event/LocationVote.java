package dev.failover.event;

/** What one location holds of one endpoint: the evidence behind a verdict and a decision. */
public record LocationVote(String endpoint, String location, Vote vote) {

    public LocationVote {
        Require.name("endpoint", endpoint);
        Require.name("location", location);
        Require.present("vote", vote);
    }
}
