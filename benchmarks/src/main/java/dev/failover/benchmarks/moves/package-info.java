/** What it takes from a decision in Kafka to the change on Route 53's wire, for one service and for many. */
@NullMarked
package dev.failover.benchmarks.moves;

import org.jspecify.annotations.NullMarked;
