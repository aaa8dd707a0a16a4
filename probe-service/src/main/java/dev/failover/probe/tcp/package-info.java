/** Checks by a TCP connection. */
@NullMarked
package dev.failover.probe.tcp;

import org.jspecify.annotations.NullMarked;
