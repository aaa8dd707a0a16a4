/**
 * Moving a name without a change in DNS: where it shall be stands in Kafka, every steering endpoint says so over HTTP, and
 * the zone's health checks look there.
 */
@NullMarked
package dev.failover.dns.steering;

import org.jspecify.annotations.NullMarked;
