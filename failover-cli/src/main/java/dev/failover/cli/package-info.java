/** The failover command. */
@NullMarked
package dev.failover.cli;

import org.jspecify.annotations.NullMarked;
