package dev.failover.cli.tape;

import dev.failover.event.Event;
import java.time.Instant;

/**
 * An event as it was on its topic.
 *
 * @param at when the broker got it, or for services when it was written
 * @param place where it was read, for messages
 */
public record Recorded(Instant at, Event event, String place) {}
