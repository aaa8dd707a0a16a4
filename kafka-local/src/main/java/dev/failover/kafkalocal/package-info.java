/** Kafka's own broker, in process and on a folder of its own. */
@NullMarked
package dev.failover.kafkalocal;

import org.jspecify.annotations.NullMarked;
