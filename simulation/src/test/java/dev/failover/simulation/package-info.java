/** The whole product in one thread and in virtual time: the real core and handlers, everything around them in memory. */
@NullMarked
package dev.failover.simulation;

import org.jspecify.annotations.NullMarked;
