package dev.failover.dns;

import dev.failover.service.Service;

/** The dns-actuator's process. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Service.run("dns-actuator", Settings::fromEnv, Settings::httpPort, ActuatorVerticle::new);
    }
}
