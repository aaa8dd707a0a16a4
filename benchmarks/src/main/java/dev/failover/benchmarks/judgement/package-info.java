/** Where our rules and those of others put a name, in the same recorded troubles. */
@NullMarked
package dev.failover.benchmarks.judgement;

import org.jspecify.annotations.NullMarked;
