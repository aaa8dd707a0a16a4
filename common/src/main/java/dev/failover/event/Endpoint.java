package dev.failover.event;

/** One place that can serve the name: what DNS answers for it, and how it is checked. */
public record Endpoint(String name, Target target, Check check) {

    public Endpoint {
        Require.name("endpoints.name", name);
        Require.present("endpoints.target", target);
        Require.present("endpoints.check", check);
    }
}
