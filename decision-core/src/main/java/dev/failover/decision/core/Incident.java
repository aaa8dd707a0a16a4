package dev.failover.decision.core;

/**
 * So many services turn bad at once that their endpoints are an unlikely cause (scenarios 28 and 29).
 *
 * @param id the same for all services of the incident
 * @param sentence how many of how many
 * @param proven whether they are DOWN; otherwise they only begin to fail, which holds moves while it lasts
 */
public record Incident(String id, String sentence, boolean proven) {}
