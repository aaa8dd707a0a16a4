/** Checks by HTTP, and the exchange that other kinds of check over HTTP share. */
@NullMarked
package dev.failover.probe.http;

import org.jspecify.annotations.NullMarked;
