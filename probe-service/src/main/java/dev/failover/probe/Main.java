package dev.failover.probe;

import dev.failover.service.Service;

/** The probe-service's process. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Service.run("probe-service", Settings::fromEnv, Settings::httpPort, ProbeVerticle::new);
    }
}
