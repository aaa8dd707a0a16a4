package dev.failover.decision.core;

/** What an endpoint that has not the name has of its answers, in percent: 1 to 99. */
public record Part(String endpoint, int share) {}
