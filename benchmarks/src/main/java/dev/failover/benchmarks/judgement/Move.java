package dev.failover.benchmarks.judgement;

/** A rule puts the name elsewhere; the time counts from the trace's beginning. */
record Move(long atMillis, Place to) {}
