/** Turns events into notices and hands them to channels. */
@NullMarked
package dev.failover.notify;

import org.jspecify.annotations.NullMarked;
