/** Recordings of the topics: one event a line, in the order of the broker's time. */
@NullMarked
package dev.failover.cli.tape;

import org.jspecify.annotations.NullMarked;
