/** The whole system on one machine, to try and to test. */
@NullMarked
package dev.failover.cli.demo;

import org.jspecify.annotations.NullMarked;
