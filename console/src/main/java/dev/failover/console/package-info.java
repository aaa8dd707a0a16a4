/** The operator's page and HTTP API. */
@NullMarked
package dev.failover.console;

import org.jspecify.annotations.NullMarked;
