/** The records that travel on Kafka, and their codec. */
@NullMarked
package dev.failover.event;

import org.jspecify.annotations.NullMarked;
