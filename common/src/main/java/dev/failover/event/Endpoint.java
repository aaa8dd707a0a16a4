package dev.failover.event;

/**
 * One place that can serve the name: what DNS answers for it, and how it is checked.
 *
 * @param automatic whether the automation may give it the name; otherwise only a person may
 */
public record Endpoint(String name, Target target, Check check, Boolean automatic) {

    public Endpoint {
        Require.name("endpoints.name", name);
        Require.present("endpoints.target", target);
        Require.present("endpoints.check", check);
        automatic = automatic == null || automatic;
    }

    public Endpoint(String name, Target target, Check check) {
        this(name, target, check, true);
    }
}
