/** The Kafka shell around the decision core. */
@NullMarked
package dev.failover.decision;

import org.jspecify.annotations.NullMarked;
