/** Judges a recording by the policies of a services.yaml, and compares with what should have happened. */
@NullMarked
package dev.failover.cli.backtest;

import org.jspecify.annotations.NullMarked;
