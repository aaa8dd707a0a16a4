/** Checks endpoints on a schedule and publishes what was seen. */
@NullMarked
package dev.failover.probe;

import org.jspecify.annotations.NullMarked;
