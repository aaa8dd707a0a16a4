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

    /** Refuses where one of them is in use. */
    void mustBeFree() {
        String remedy = "stop what has it, or add --free-ports";
        LocalPorts.mustBeFree(kafka, "Kafka", remedy);
        LocalPorts.mustBeFree(aws, "Route 53 and SNS", remedy);
        LocalPorts.mustBeFree(dns, "DNS", remedy);
        LocalPorts.mustBeFree(primary, "the primary", remedy);
        LocalPorts.mustBeFree(secondary, "the secondary", remedy);
        LocalPorts.mustBeFree(control, "breaking and healing", remedy);
        LocalPorts.mustBeFreeEverywhere(management, "health and metrics", remedy);
    }
}
