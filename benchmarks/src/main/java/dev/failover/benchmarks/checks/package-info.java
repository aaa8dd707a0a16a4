/** What a check costs, how soon a death is seen, and whether a prober lasts: beside HAProxy and blackbox_exporter. */
@NullMarked
package dev.failover.benchmarks.checks;

import org.jspecify.annotations.NullMarked;
