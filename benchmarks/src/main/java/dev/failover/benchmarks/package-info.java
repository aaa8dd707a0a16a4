/** What a judgement, an event and a move cost. */
@NullMarked
package dev.failover.benchmarks;

import org.jspecify.annotations.NullMarked;
