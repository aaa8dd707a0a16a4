/** What a configuration would change in DNS, and the recovery time that it promises. */
@NullMarked
package dev.failover.cli.plan;

import org.jspecify.annotations.NullMarked;
