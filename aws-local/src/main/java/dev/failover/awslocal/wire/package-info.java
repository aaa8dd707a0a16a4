/** What every AWS service on the wire shares: requests, answers, refusals, XML and the Query protocol's form. */
@NullMarked
package dev.failover.awslocal.wire;

import org.jspecify.annotations.NullMarked;
