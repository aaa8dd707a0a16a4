/** Route 53 and SNS on their wire protocols, and DNS for the zones, on this machine. */
@NullMarked
package dev.failover.awslocal;

import org.jspecify.annotations.NullMarked;
