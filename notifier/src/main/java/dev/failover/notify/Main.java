package dev.failover.notify;

import dev.failover.service.Service;

/** The notifier's process. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Service.run("notifier", Settings::fromEnv, Settings::httpPort, NotifierVerticle::new);
    }
}
