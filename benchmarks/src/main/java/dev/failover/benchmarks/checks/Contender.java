package dev.failover.benchmarks.checks;

/** Something that checks targets, each once a second. */
interface Contender extends AutoCloseable {

    /** Its processor time so far, in microseconds. */
    long cpuMicros();

    /** Its resident memory, in MiB. */
    long residentMib();

    /** Whether its processes run. */
    void mustRun();

    @Override
    void close();
}
