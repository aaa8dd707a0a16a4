package dev.failover.cli.demo;

import dev.failover.cli.LocalPorts;

/** Where the parts of the demo listen, all on loopback. */
record Ports(int kafka, int aws, int dns, int primary, int secondary, int control, int management) {

    /** The same each time, so that what the documents say can be typed. */
    static Ports fixed() {
        return new Ports(LocalPorts.KAFKA, 4566, 15353, 9201, 9202, 18080, 18081);
    }

    /** Free ones, so that a run by itself disturbs nobody. */
    static Ports free() {
        int[] free = LocalPorts.free(7);
        return new Ports(free[0], free[1], free[2], free[3], free[4], free[5], free[6]);
    }
}
