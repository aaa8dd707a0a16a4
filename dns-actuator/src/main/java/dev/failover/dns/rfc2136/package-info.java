/** Any name server that takes dynamic updates (RFC 2136) signed with TSIG (RFC 8945). */
@NullMarked
package dev.failover.dns.rfc2136;

import org.jspecify.annotations.NullMarked;
