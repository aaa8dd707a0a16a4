package dev.failover.benchmarks.checks;

/** Who runs where: a contender has a processor of its own, its target and its broker share the other. */
final class Processors {

    static final int CONTENDER = 0;
    static final int OTHERS = 1;

    private Processors() {}
}
