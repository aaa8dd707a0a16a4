/** Amazon SNS; outside this package nobody knows that it exists. */
@NullMarked
package dev.failover.notify.sns;

import org.jspecify.annotations.NullMarked;
