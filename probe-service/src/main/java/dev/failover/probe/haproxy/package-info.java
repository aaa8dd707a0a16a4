/** Checks the servers of a HAProxy backend. */
@NullMarked
package dev.failover.probe.haproxy;

import org.jspecify.annotations.NullMarked;
