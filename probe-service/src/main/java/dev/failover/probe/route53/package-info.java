/** What AWS's own checkers see, as a location beside ours. */
@NullMarked
package dev.failover.probe.route53;

import org.jspecify.annotations.NullMarked;
