/** What a judgement and its parts cost, measured with JMH. */
@NullMarked
package dev.failover.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
