package dev.failover.decision;

import dev.failover.service.Service;

/** The decision-service's process. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Service.run("decision-service", Settings::fromEnv, Settings::httpPort, DecisionVerticle::new);
    }
}
