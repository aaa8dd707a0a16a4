/** Amazon Route 53; outside this package nobody knows that it exists. */
@NullMarked
package dev.failover.dns.route53;

import org.jspecify.annotations.NullMarked;
