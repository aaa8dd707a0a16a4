/** Names seen, moved and released by a person, with nothing but what the DNS provider asks for. */
@NullMarked
package dev.failover.cli.dns;

import org.jspecify.annotations.NullMarked;
