/** Golden scenarios: what was seen, and what must be decided. */
@NullMarked
package dev.failover.cli.scenario;

import org.jspecify.annotations.NullMarked;
