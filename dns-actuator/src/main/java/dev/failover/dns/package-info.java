/** Moves names: observe, plan, apply, confirm, verify. */
@NullMarked
package dev.failover.dns;

import org.jspecify.annotations.NullMarked;
