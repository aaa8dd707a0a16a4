package dev.failover.decision.core;

import java.time.Instant;

/** A person's word that nothing moves by itself until then. */
public record Pause(Instant until, String by, String reason) {}
