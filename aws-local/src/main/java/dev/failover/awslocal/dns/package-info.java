/** The authoritative DNS server that answers from the zones' published record sets. */
@NullMarked
package dev.failover.awslocal.dns;

import org.jspecify.annotations.NullMarked;
